"""The signing key of a development machine, made once and kept out of version control."""

import os
import secrets
from pathlib import Path


def local_secret(data_dir: Path) -> str:
    """Return the key stored under `data_dir`, creating it (mode 0600) at first use."""
    file = data_dir / "secret_key"
    if not file.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(50))
    return file.read_text().strip()
