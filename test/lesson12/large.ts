import { appendFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { tcpInfo } from '#sys';
import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptors, residentKb } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { mostInTurn } from '../support/turns.ts';
import { answers, ask, describe, get, hasEnded, request } from './http.ts';
import { graded, KEEPS, LARGE, SERVER } from './lesson.ts';
import { MIDDLE_BYTES, type Site, withSite } from './site.ts';

const start = (t: TestContext, { folder }: Site, env: Readonly<Record<string, string>> = {}) =>
  t.start(SERVER, { args: ['--dir', folder], env });

const GROWN_KB = 12_000;
const TURN = 1 << 20;

/** A client that has asked for the large file and reads nothing: the server sleeps, with most of the file to send. */
async function slowReader(t: TestContext, server: ObservedProgram, more: Buffer = Buffer.alloc(0)): Promise<Peer> {
  const peer = await t.connect(server, { receiveBuffer: 4096 });
  await t.step('a client asks for 16 MB and does not read; the server sleeps', async () => {
    await peer.send(Buffer.concat([get('/big.bin'), more]));
    await server.waitFor('the server to send', () => (peer.row?.rxQueue ?? 0) > 0);
    await server.quiet(() => 'busy-when-full');
  });
  return peer;
}

graded(
  '12.6',
  3,
  LARGE,
  (t: TestContext) =>
    withSite(async (site) => {
      const recording = t.record();
      const server = await start(t, site, recording.env);
      await ask(server, await t.connect(server), get('/hello.txt'));
      const before = residentKb(server.pid);
      const peers = [await slowReader(t, server, get('/hello.txt')), await slowReader(t, server, get('/hello.txt'))];
      const grown = residentKb(server.pid) - before;
      t.expect(grown < GROWN_KB, {
        expected: 'no file in the memory of the server',
        saw: `${(grown / 1000).toFixed(0)} MB more`,
        looksLike: 'file-in-memory',
      });
      const most = mostInTurn(recording.lane(server.pid));
      t.expect(most <= 2 * TURN, {
        expected: `about ${TURN} bytes at most (TURN) before the loop waits again: other clients have their turn`,
        saw: `${most} bytes without a wait`,
        looksLike: 'endless-turn',
      });
      const other = await ask(server, await t.connect(server), get('/hello.txt'));
      t.expect(other.status === 200, { expected: 'another client to be served', saw: describe(other) });
      const [slow] = peers;
      const all = await t.step('one of them reads, and gets the answer to its next request as well', () =>
        answers(server, slow as Peer, 2, 0, { looksLike: 'offset' }),
      );
      const wrong = all[0]?.body.findIndex((byte, i) => byte !== site.big[i]) ?? 0;
      t.expect(wrong < 0, {
        expected: 'the bytes of the file',
        saw: `byte ${wrong} is another one`,
        looksLike: 'offset',
      });
      t.expect(all[1]?.body.equals(site.text) === true, {
        expected: 'the next answer behind it',
        saw: all[1] === undefined ? 'nothing' : describe(all[1]),
      });
      await lastAnswers(t, server, site);
    }),
  { needs: [KEEPS], timeout: 180_000 },
);

/** The answer is the last one of its connection, and most of it is unsent when the client begins to read. */
async function lastAnswers(t: TestContext, server: ObservedProgram, { big }: Site): Promise<void> {
  const [closes, ended] = [await t.connect(server), await t.connect(server)];
  await closes.send(get('/big.bin', 'Connection: close'));
  await ended.send(get('/big.bin'));
  ended.halfClose();
  await server.quiet(() => 'busy-when-full');
  for (const [peer, what] of [
    [closes, 'a client that has said Connection: close'],
    [ended, 'a client that has ended its direction'],
  ] as const) {
    const [answer] = await t.step(`${what} reads its 16 MB late`, () =>
      answers(server, peer, 1, 0, { looksLike: 'unsent-forgotten' }),
    );
    t.expect(answer?.body.equals(big) === true, {
      expected: 'all bytes of the file',
      saw: answer === undefined ? 'nothing' : describe(answer),
      looksLike: 'unsent-forgotten',
    });
    peer.close();
  }
}

graded(
  '12.6',
  2,
  'the head travels with the first bytes of the file, and the kernel sends the file',
  (t: TestContext) =>
    withSite(async (site) => {
      const recording = t.record();
      const server = await start(t, site, recording.env);
      const peer = await t.connect(server);
      const answer = await t.step(
        `GET of ${MIDDLE_BYTES} bytes, which fit into one segment of the loopback interface`,
        () => ask(server, peer, get('/middle.bin')),
      );
      t.expect(answer.body.length === MIDDLE_BYTES, { expected: `${MIDDLE_BYTES} bytes`, saw: describe(answer) });
      const { dataSegsIn } = tcpInfo(peer.fd);
      t.expect(dataSegsIn === 1, {
        expected: '1 segment with data (tcpi_data_segs_in of the client)',
        saw: `${dataSegsIn}: the head travelled alone`,
        looksLike: 'head-alone',
      });
      await ask(server, peer, get('/big.bin'));
      await server.quiet();
      const calls = recording.lane(server.pid).filter((event) => isCall(event, 'sendfile')).length;
      t.expect(calls > 0, {
        expected: 'sendfile in the trace of a server that sends 16 MB',
        saw: 'no such call',
        looksLike: 'file-in-memory',
      });
      const head = await ask(server, peer, request('HEAD /big.bin'), { heads: [0] });
      t.expect(head.fields.get('content-length') === String(site.big.length), {
        expected: 'the length of the file in the answer to HEAD',
        saw: describe(head),
      });
      await server.quiet();
      const open = descriptors(server.pid).length;
      await t.step('20 times HEAD of the large file', async () => {
        for (let i = 0; i < 20; i++) await ask(server, peer, request('HEAD /big.bin'), { heads: [0] });
      });
      await server.quiet();
      t.expect(descriptors(server.pid).length <= open, {
        expected: 'no file to stay open',
        saw: `${descriptors(server.pid).length - open} more descriptors open`,
        looksLike: 'head-leaves-open',
      });
      const best = await t.step('GET of a small file, ten times at most', () => fastest(server, peer));
      t.expect(best < HELD_MS, {
        expected: 'an answer that leaves at once',
        saw: `${Math.round(best)} ms for the fastest of ten answers: the kernel held it back for more bytes`,
        looksLike: 'more-always',
      });
    }),
  { needs: [LARGE], timeout: 180_000 },
);

/** A held-back segment leaves after 200 ms at the earliest; an answer over loopback takes 1 ms. */
const HELD_MS = 150;

/** The machine may be busy during one answer, but not during each of ten. Ends at the first one that is fast. */
async function fastest(server: ObservedProgram, peer: Peer): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 10 && best >= HELD_MS; i++) {
    const began = performance.now();
    await ask(server, peer, get('/hello.txt'));
    best = Math.min(best, performance.now() - began);
  }
  return best;
}

graded(
  '12.6',
  3,
  'a file that shrinks ends the connection where bytes are missing',
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await start(t, site);
      const peer = await slowReader(t, server, get('/hello.txt'));
      await t.step('the file is cut to 100 bytes, and the client reads', async () => {
        truncateSync(join(site.folder, 'big.bin'), 100);
        await server.waitFor('the end of the connection', () => hasEnded(peer), {
          diagnose: ({ kind }) => (kind === 'busy' ? 'short-spins' : 'short-goes-on'),
          within: 60_000,
        });
      });
      t.expect(peer.received.length < site.big.length && !peer.received.includes(site.text), {
        expected: `fewer bytes than the ${site.big.length} that the head has promised, and no other answer among them`,
        saw: `${peer.received.length} bytes${peer.received.includes(site.text) ? ', with the answer to the next request' : ''}`,
        looksLike: 'short-goes-on',
      });
      await server.quiet(() => 'short-spins');
      const other = await ask(server, await t.connect(server), get('/hello.txt'));
      t.expect(other.status === 200, { expected: 'another client to be served', saw: describe(other) });
    }),
  { needs: [LARGE], timeout: 180_000 },
);

graded(
  '12.6',
  3,
  'a file that grows is sent as far as its head has promised',
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await start(t, site);
      const peer = await slowReader(t, server, get('/hello.txt'));
      await t.step('1,000,000 bytes are appended to the file, and the client reads', () => {
        appendFileSync(join(site.folder, 'big.bin'), Buffer.alloc(1_000_000, '!'));
      });
      const all = await answers(server, peer, 2, 0, { looksLike: 'sends-too-much' });
      t.expect(all[0]?.body.equals(site.big) === true && all[1]?.body.equals(site.text) === true, {
        expected: `${site.big.length} bytes, and then the next answer`,
        saw: all.map((answer) => describe(answer)).join('; '),
        looksLike: 'sends-too-much',
      });
    }),
  { needs: [LARGE], timeout: 180_000 },
);
