import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { expect, test } from 'vitest';
import { fixtureResult } from '../fixture.ts';

const SETUP = 'ip link set lo up && echo 3 >/proc/sys/net/ipv4/tcp_fastopen && exec "$@"';
const NAMESPACE = ['unshare', '-rn', 'sh', '-c', SETUP, 'sh'];

const [command = '', ...args] = [...NAMESPACE, 'true'];
const possible = spawnSync(command, args).status === 0;
if (!possible) process.stderr.write('TCP Fast Open: skipped, no network namespace of our own can be made here\n');

test.skipIf(!possible)('TCP Fast Open: data goes with the SYN once the client has a cookie', async () => {
  expect(await fixtureResult('fastopen', { under: NAMESPACE })).toEqual({
    first: { got: 'asks for a cookie', inSyn: false },
    second: { got: 'has one', inSyn: true },
    lazy: { connected: 'at once', before: null, got: 'lazy', inSyn: true },
  });
});
