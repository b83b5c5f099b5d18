import { spawn, spawnSync } from 'node:child_process';
import type { TestContext } from '../../src/grading/test-context.ts';
import { Finding } from '../../src/kit/finding.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { blaming } from '../support/echo.ts';
import { ended } from '../support/pool.ts';
import { graded, RESP, SERVES, SPEAKS } from './lesson.ts';

const bulk = (text: string): string => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
const request = (...words: string[]): string => `*${words.length}\r\n${words.map(bulk).join('')}`;

async function answers(
  server: ObservedProgram,
  peer: Peer,
  text: string,
  expected: string,
  looksLike?: string,
): Promise<void> {
  const from = peer.received.length;
  await peer.send(Buffer.from(text));
  await server.waitFor(
    'the answer',
    () => {
      peer.pump();
      return peer.received.length - from >= Buffer.byteLength(expected) || peer.ending !== 'open';
    },
    { diagnose: () => looksLike },
  );
  const saw = peer.received.subarray(from).toString();
  if (saw !== expected) throw new Finding({ expected: JSON.stringify(expected), saw: JSON.stringify(saw), looksLike });
}

graded(
  '09.8',
  5,
  SPEAKS,
  async (t: TestContext) => {
    const server = await t.start(RESP);
    const peer = await t.connect(server);
    await t.step('PING, ECHO, SET, GET, a value with CR and LF in it, a missing key, words without RESP', async () => {
      await answers(server, peer, request('PING'), '+PONG\r\n');
      await answers(server, peer, request('ECHO', 'hello'), bulk('hello'));
      await answers(server, peer, request('SET', 'key', 'a\r\nb'), '+OK\r\n');
      await answers(server, peer, request('ECHO', '-'.repeat(200)), bulk('-'.repeat(200)));
      await answers(server, peer, request('GET', 'key'), bulk('a\r\nb'), 'value-view');
      await answers(server, peer, request('GET', 'nowhere'), '$-1\r\n');
      await answers(server, peer, 'SET typed words\r\nGET typed\r\n', `+OK\r\n${bulk('words')}`, 'one-request');
    });
    await answers(server, peer, request('SET', 'key', 'new'), '+OK\r\n');
    const other = await t.connect(server);
    await t.step('another client gets the value that the first one has set', () =>
      answers(server, other, request('GET', 'key'), bulk('new'), 'value-view'),
    );
  },
  { needs: [SERVES] },
);

/** Requests that break the protocol, and those of one argument, one byte or one piece more than it allows. */
const BAD: readonly string[] = [
  '*1000000\r\n',
  '*1025\r\n',
  '*1\r\n$99999999\r\n',
  `*1\r\n$${(1 << 20) + 1}\r\n`,
  '*1\r\nhello\r\n',
  '*1\r\n$4\r\nPINGxx',
  '*1\r\n$4\r\nPING\rx',
  '*1\r\n$4\r\nPINGx\n',
  `*1024\r\n${bulk('m'.repeat(1 << 20)).repeat(16)}$1000\r\n`,
];

graded(
  '09.8',
  5,
  'RESP requests may be pipelined or cut anywhere, and are limited in size',
  async (t: TestContext) => {
    const server = await t.start(RESP);
    const peer = await t.connect(server);
    const many = Array.from(
      { length: 500 },
      (_, i) => request('SET', `key${i}`, `value${i}`) + request('GET', `key${i}`),
    );
    const wanted = Array.from({ length: 500 }, (_, i) => `+OK\r\n${bulk(`value${i}`)}`).join('');
    await t.step('1,000 requests at once', () => answers(server, peer, many.join(''), wanted, 'one-request'));
    const one = Buffer.from(request('SET', 'slowly', 'x\r\ny') + request('GET', 'slowly'));
    const from = peer.received.length;
    await t.step('two requests, byte by byte', async () => {
      await peer.dribble(one);
      await blaming('one-request', () =>
        server.waitFor('both answers', () => {
          peer.pump();
          return peer.received.subarray(from).toString() === `+OK\r\n${bulk('x\r\ny')}` || peer.ending !== 'open';
        }),
      );
    });
    await t.step('a request without arguments, an empty one, 1,024 arguments, a megabyte', async () => {
      await answers(server, peer, `*0\r\n${request('ECHO', '')}`, bulk(''), 'bounds-moved');
      await answers(server, peer, request('DEL', ...Array.from({ length: 1023 }, () => 'k')), ':0\r\n', 'bounds-moved');
      await answers(server, peer, request('ECHO', 'm'.repeat(1 << 20)), bulk('m'.repeat(1 << 20)), 'bounds-moved');
    });
    for (const bad of BAD) {
      const rude = await t.connect(server);
      await rude.send(Buffer.from(bad));
      await t.step(`a client sends ${JSON.stringify(bad.slice(0, 40))}: an error, then the end`, () =>
        blaming('no-bounds', () => ended(server, rude, 'the end of the connection')),
      );
      t.expect(rude.received.toString().startsWith('-ERR'), {
        expected: 'a line that begins with -ERR',
        saw: JSON.stringify(rude.received.toString()),
        looksLike: 'no-bounds',
      });
    }
    await answers(server, peer, request('PING'), '+PONG\r\n', 'callback-kills');
  },
  { needs: [SPEAKS] },
);

const hasRedis = spawnSync('redis-cli', ['--version']).status === 0;

graded(
  '09.8',
  2,
  'redis-cli talks to the server',
  async (t: TestContext) => {
    if (!hasRedis) {
      t.note('redis-cli is not installed (Debian: redis-tools): not tried');
      return;
    }
    const server = await t.start(RESP);
    const cli = async (...args: string[]): Promise<string> => {
      const child = spawn('redis-cli', ['-p', String(server.port), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
      let out = '';
      child.stdout.on('data', (data: Buffer) => {
        out += data.toString();
      });
      await new Promise((resolve) => child.on('close', resolve));
      return out.trim();
    };
    const seen = [await cli('set', 'k', 'from redis-cli'), await cli('get', 'k'), await cli('ping')].join(' | ');
    t.expect(seen === 'OK | from redis-cli | PONG', { expected: 'OK | from redis-cli | PONG', saw: seen });
  },
  { needs: [SPEAKS] },
);
