import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type NetConnectOpts } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { referenceFile } from '../../../src/course/files/reference.ts';
import { releaseGroup, spawnKept } from '../../../src/host/keeper.ts';
import { makeScratch, removeScratch } from '../../../src/host/scratch.ts';
import { ObservedProgram } from '../../../src/kit/observed-program.ts';
import { installed } from '../../support/installed.ts';

const LONG = 'x'.repeat(200);

/** Requests that redis-server answers in the same way, byte by byte. */
const SAME: readonly (readonly string[])[] = [
  ['PING'],
  ['ping', 'hello'],
  ['PING', 'a', 'b'],
  ['ECHO', 'a\r\nb'],
  ['ECHO'],
  ['GET'],
  ['get', 'a', 'b'],
  ['GET', 'nowhere'],
  ['SET', 'k'],
  ['SET', 'k', 'v'],
  ['SET', 'k', 'v', 'w'],
  ['DEL'],
  ['DEL', 'nowhere'],
  ['HELLO'],
  ['HELLO', '2'],
  ['hello', '2', 'setname', 'n'],
  ['HELLO', '2', 'SETNAME', 'a b'],
  ['HELLO', '2', 'SETNAME'],
  ['HELLO', '2', 'FOO'],
  ['HELLO', '1'],
  ['HELLO', '4'],
  ['HELLO', '02'],
  ['HELLO', 'two'],
  ['INFO', 'nowhere'],
  ['CLIENT'],
  ['CLIENT', 'SETNAME'],
  ['client', 'setname', 'n'],
  ['CLIENT', 'SETNAME', ''],
  ['CLIENT', 'SETNAME', 'a\nb'],
  ['CLIENT', 'Foo'],
  ['COMMAND', 'DOCS', 'nowhere'],
  ['COMMAND', 'Foo'],
  ['CONFIG'],
  ['CONFIG', 'GET'],
  ['config', 'get', 'nowhere'],
  ['CONFIG', LONG],
  ['SELECT'],
  ['SELECT', '0'],
  ['SELECT', '0', '1'],
  ['SELECT', '1'],
  ['SELECT', '-1'],
  ['SELECT', '00'],
  ['SELECT', 'one'],
  ['Foo'],
  ['FOO', 'a', 'b'],
  ['FOO', 'a\r\nb', '\u00ff'],
  ['FOO', LONG, 'a'],
  ['FOO', 'a'.repeat(100), 'b'.repeat(100), 'c'],
  [LONG],
  ['QUIT', 'now'],
  ['QUIT'],
];

/** Requests that it answers otherwise: it has more commands, knows more about itself, and CLIENT SETINFO since version 7.2. */
const OWN: readonly (readonly [readonly string[], string])[] = [
  [['HELLO', '3'], '-NOPROTO unsupported protocol version\r\n'],
  [['INFO', 'Persistence'], '$26\r\n# Persistence\r\nloading:0\r\n\r\n'],
  [['INFO', 'server'], '$55\r\n# Server\r\nredis_version:7.0.15\r\nredis_mode:standalone\r\n\r\n'],
  [['CLIENT', 'SETINFO', 'lib-name', 'lab'], '+OK\r\n'],
  [['CLIENT', 'SETINFO', 'LIB-VER', '1.0'], '+OK\r\n'],
  [['CLIENT', 'SETINFO', 'color', 'red'], "-ERR Unrecognized option 'color'\r\n"],
  [['COMMAND'], '*0\r\n'],
  [['COMMAND', 'DOCS'], '*0\r\n'],
];

const encode = (words: readonly string[]): Buffer =>
  Buffer.from(`*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`, 'latin1');

/** The reply to one request on a connection of its own. The end of the connection shows where it ends. */
async function reply(to: NetConnectOpts, words: readonly string[]): Promise<string> {
  const socket = connect(to);
  let got = '';
  socket.on('data', (data) => {
    got += data.toString('latin1');
  });
  socket.write(Buffer.concat([encode(words), encode(['QUIT'])]));
  await once(socket, 'close');
  return got.replace(/^(\$2\r\nid\r\n):\d+/m, '$1:ID').replace(/^\d+\.\d+\.\d+\r$/m, 'VERSION');
}

const host = '127.0.0.1';
let server: ObservedProgram;

beforeAll(async () => {
  server = await ObservedProgram.start(referenceFile('09-reactor', 'resp.ts'));
});

afterAll(async () => {
  await server.end();
});

const named = <T extends readonly unknown[]>(words: readonly string[], ...rest: T) =>
  [words.join(' ').slice(0, 40), words, ...rest] as const;

test.each(OWN.map(([words, wanted]) => named(words, wanted)))('%j has a reply of its own', async (_, words, wanted) => {
  expect(await reply({ host, port: server.port }, words)).toBe(`${wanted}+OK\r\n`);
});

/** Other versions word some errors differently. */
const hasRedis7 =
  installed('redis-server', 'test/servers/reactor/redis-replies.test.ts') &&
  / v=7\./.test(spawnSync('redis-server', ['--version']).stdout.toString());

describe.skipIf(!hasRedis7)('beside redis-server', () => {
  let folder = '';
  let path = '';
  let redis: ChildProcess;

  beforeAll(async () => {
    folder = makeScratch();
    path = join(folder, 'redis.sock');
    const args = ['--port', '0', '--unixsocket', path, '--databases', '1', '--save', '', '--appendonly', 'no'];
    redis = spawnKept('redis-server', args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    let log = '';
    for await (const data of redis.stdout as NodeJS.ReadableStream) {
      log += data;
      if (log.includes('ready to accept connections')) break;
    }
  });

  afterAll(async () => {
    redis.kill('SIGKILL');
    await once(redis, 'exit');
    releaseGroup(redis.pid ?? 0);
    removeScratch(folder);
  });

  test.each(SAME.map((words) => named(words)))('%j has the same reply', async (_, words) => {
    expect(await reply({ host, port: server.port }, words)).toBe(await reply({ path }, words));
  });
});
