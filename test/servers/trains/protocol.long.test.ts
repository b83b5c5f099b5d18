import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { referenceFile } from '../../../src/course/files/reference.ts';
import { patternBytes } from '../../../src/grading/pattern-bytes.ts';
import { until } from '../../../src/host/wait.ts';
import { ObservedProgram } from '../../../src/kit/observed-program.ts';
import { PATIENCE_MS } from '../../support/patience.ts';

const CLIENT = referenceFile('06-train-protocol', 'client.ts');
const SERVER = referenceFile('06-train-protocol', 'server.ts');
const PEER = join(import.meta.dirname, '../../support/train_peer.py');
const SIZES = [0, 1, 1000, 2000, 123_456];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'train-peer-'));
  for (const size of SIZES) writeFileSync(join(folder, `${size}`), patternBytes(size));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const python = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']).status === 0;

if (!python)
  process.stderr.write('test/servers/trains/protocol.long.test.ts: skipped, there is no python3 of 3.8 or later\n');

describe.skipIf(!python)("the wire format against Python's struct", () => {
  test('our server, their client', async () => {
    const server = await ObservedProgram.start(SERVER, { args: ['--dir', folder] });
    try {
      for (const size of SIZES) {
        const out = join(folder, 'got');
        const got = spawnSync('python3', [PEER, 'get', String(server.port), `${size}`, out], { encoding: 'utf8' });
        expect([got.status, got.stderr]).toEqual([0, '']);
        expect(readFileSync(out).equals(patternBytes(size))).toBe(true);
      }
      const none = spawnSync('python3', [PEER, 'get', String(server.port), 'none', 'x'], { encoding: 'utf8' });
      expect([none.status, none.stderr.trim()]).toEqual([1, 'open: No such file or directory (ENOENT)']);
    } finally {
      await server.end();
    }
  });

  test('their server, our client', async () => {
    for (const size of SIZES) {
      const theirs = spawn('python3', [PEER, 'serve', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      try {
        const [line] = (await once(theirs.stdout, 'data')) as [Buffer];
        const port = /:(\d+)/.exec(line.toString())?.[1] ?? '0';
        const into = mkdtempSync(join(folder, 'into-'));
        const client = await ObservedProgram.launch(CLIENT, {
          args: ['--port', port, '--get', `${size}`, '--into', into],
        });
        const exit = await client.exit();
        await client.end();
        expect([exit.code, client.log.at(-1)?.includes('checksum right')]).toEqual([0, true]);
        expect(readFileSync(join(into, `${size}`)).equals(patternBytes(size))).toBe(true);
      } finally {
        theirs.kill('SIGKILL');
      }
    }
  });
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('a client that %s ends leaves no draft', async (signal) => {
  const into = mkdtempSync(join(folder, 'interrupted-'));
  // Three trains: the name, 500,000 bytes announced, and one car of them.
  const begun = Buffer.concat([
    Buffer.from([0, 0, 0, 1, 0x66, 0, 0, 0, 8, 0, 0, 0, 0, 0, 7, 0xa1, 0x20, 0, 0, 3, 0xe8]),
    Buffer.alloc(1000, 'x'),
  ]);
  const stalls = createServer((socket) => void socket.on('error', () => {}).write(begun));
  await new Promise<void>((resolve) => stalls.listen(0, '127.0.0.1', resolve));
  const { port } = stalls.address() as AddressInfo;
  const client = await ObservedProgram.launch(CLIENT, { args: ['--port', String(port), '--get', 'f', '--into', into] });
  try {
    expect(await until(() => readdirSync(into).length === 1, PATIENCE_MS), 'a draft').toBe(true);
    await client.settle();
    client.signal(signal);
    const exit = await client.exit();
    expect([exit, readdirSync(into)]).toEqual([{ code: 1, signal: null }, []]);
  } finally {
    await client.end();
    stalls.close();
  }
});
