"""Run every benchmark of this folder, or those named: `make bench ARGS="pages orders"`.

Each bench_<name>.py has `run()`, which prints ratios measured in one run; absolute times differ between machines.
What begins with -- goes to the benchmark itself.
"""

from __future__ import annotations

import importlib
import os
import sys
from itertools import dropwhile
from pathlib import Path

import django


def main(arguments: list[str]) -> None:
    options = list(dropwhile(lambda argument: not argument.startswith("--"), arguments))
    names = arguments[: len(arguments) - len(options)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.test")
    django.setup()
    here = Path(__file__).parent
    known = sorted(path.stem.removeprefix("bench_") for path in here.glob("bench_*.py"))
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SystemExit(f"No benchmark {', '.join(unknown)}; there are: {', '.join(known)}")
    for name in names or known:
        print(f"== {name}")
        importlib.import_module(f"tests.benchmarks.bench_{name}").run(*([options] if options else []))


if __name__ == "__main__":
    main(sys.argv[1:])
