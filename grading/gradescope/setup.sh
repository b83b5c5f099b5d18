#!/usr/bin/env bash
# Runs once, when Gradescope builds the image of an autograder (Ubuntu).
set -euo pipefail
node=22.23.3
apt-get update
apt-get install -y --no-install-recommends ca-certificates curl netcat-openbsd procps python3 redis-tools util-linux xz-utils
case $(uname -m) in x86_64) arch=x64 ;; aarch64) arch=arm64 ;; *) echo "no Node for $(uname -m)" >&2; exit 1 ;; esac
curl -fsSL "https://nodejs.org/dist/v$node/node-v$node-linux-$arch.tar.xz" | tar -xJ -C /usr/local --strip-components=1
rm -rf /opt/lab
# Moved, not copied: what stays in source/ can be read by submissions.
mv /autograder/source/lab /opt/lab
cd /opt/lab
chmod 700 grading/proof
npm ci --no-audit --no-fund
