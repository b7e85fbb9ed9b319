#!/usr/bin/env bash
# Make the virtual environment and install the locked dependencies. Does nothing when both are up to date.
set -euo pipefail
venv=${1:-.venv}
stamp="$venv/.installed"
wanted=$(sha256sum requirements.lock | cut -d' ' -f1)

if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
  exit 0
fi

python=""
for candidate in python3.13 python3.12 python3.11 python3; do
  if command -v "$candidate" >/dev/null &&
     "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "Cần Python 3.11 đến 3.13. Hãy chạy: sudo apt-get install -y python3 python3-venv make" >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  echo "Thiếu python3-venv. Hãy chạy: sudo apt-get install -y $(basename "$python")-venv" >&2
  exit 1
fi

echo "→ Tạo môi trường Python trong $venv ($("$python" --version 2>&1))"
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
echo "→ Cài $(grep -c '==' requirements.lock) gói đã khóa phiên bản (lần đầu chừng một phút)"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
echo "$wanted" >"$stamp"
