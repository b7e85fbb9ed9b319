#!/usr/bin/env bash
# Lint, format, types, layers, migrations in step, production settings. Every part runs; any failure fails the whole.
set -uo pipefail
cd "$(dirname "$0")/../.."
bin=.venv/bin
failed=()

part() { # name, command...
  local name=$1
  shift
  echo "→ $name"
  "$@" || failed+=("$name")
}

production_check() {
  env DJANGO_SETTINGS_MODULE=shop.settings.production SECRET_KEY="$("$bin/python" -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    ALLOWED_HOSTS=chophien.example SITE_URL=https://chophien.example \
    "$bin/python" manage.py check --deploy --fail-level WARNING
}

part "ruff: lint" "$bin/ruff" check .
part "ruff: format" "$bin/ruff" format --check .
part "mypy: domain code" "$bin/python" -m mypy
part "import-linter: layers" "$bin/lint-imports"
part "migrations in step" "$bin/python" manage.py makemigrations --check --dry-run
part "check --deploy" production_check

if [ ${#failed[@]} -gt 0 ]; then
  printf 'Không đạt: %s\n' "${failed[@]}"
  exit 1
fi
echo "Đạt cả."
