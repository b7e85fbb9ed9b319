#!/usr/bin/env bash
# Dump the database and copy uploads to a dated folder; keep 14 days. Usage: backup.sh TARGET_FOLDER
set -euo pipefail
target=${1:?"usage: backup.sh TARGET_FOLDER"}
: "${DATABASE_URL:?set DATABASE_URL}" "${DATA_DIR:?set DATA_DIR}"
day="$target/$(date +%F)"
umask 077
mkdir -p "$day"
pg_dump --format=custom --file="$day/database.dump" "$DATABASE_URL"
tar -C "$DATA_DIR" -czf "$day/files.tar.gz" --ignore-failed-read media private
find "$target" -mindepth 1 -maxdepth 1 -type d -mtime +14 -exec rm -rf {} +
echo "$day"
