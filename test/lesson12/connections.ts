import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { expectOwnServer } from '../support/own-server.ts';
import { answers, ask, describe, get, hasEnded, request } from './http.ts';
import { BODIES, graded, KEEPS, NAMES, SERVER, SERVES } from './lesson.ts';
import { type Site, withSite } from './site.ts';

const start = (t: TestContext, { folder }: Site) => t.start(SERVER, { args: ['--dir', folder] });

graded(
  '12.5',
  2,
  SERVES,
  (t: TestContext) =>
    withSite(async (site) => {
      const recording = t.record();
      const server = await t.start(SERVER, { args: ['--dir', site.folder], env: recording.env });
      const peer = await t.connect(server);
      const file = await t.step('GET /hello.txt, whose bytes are more than its characters', () =>
        ask(server, peer, get('/hello.txt')),
      );
      expectOwnServer(t, { recording, server, looksLike: 'node-http' });
      t.expect(file.status === 200 && file.body.equals(site.text), {
        expected: `200 and ${site.text.length} bytes`,
        saw: describe(file),
        looksLike: file.body.length < site.text.length ? 'characters' : undefined,
      });
      t.expect(/^text\/plain/.test(file.fields.get('content-type') ?? ''), {
        expected: 'Content-Type: text/plain',
        saw: describe(file),
      });
      const date = file.fields.get('date') ?? '';
      t.expect(
        Math.abs(Date.parse(date) - Date.now()) < 60_000 && /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(date),
        {
          expected: 'a Date field with the time, such as Sun, 06 Nov 1994 08:49:37 GMT',
          saw: date || 'none',
        },
      );
      const from = peer.received.length;
      await t.step('HEAD /hello.txt, and then GET /empty.txt on the same connection', async () => {
        await ask(server, peer, request('HEAD /hello.txt'), { heads: [0] });
        await peer.send(get('/empty.txt'));
      });
      const [head, empty] = await answers(server, peer, 2, from, { heads: [0], looksLike: 'head-with-body' });
      t.expect(head?.fields.get('content-length') === String(site.text.length), {
        expected: `Content-Length: ${site.text.length} in the answer to HEAD`,
        saw: head === undefined ? 'nothing' : describe(head),
      });
      t.expect(empty?.status === 200 && empty.fields.get('content-length') === '0', {
        expected: '200 and Content-Length: 0 for an empty file',
        saw: empty === undefined ? 'nothing' : describe(empty),
      });
    }),
  { needs: [BODIES, NAMES] },
);

/** A server that closes a descriptor before it leaves the loop loses the next connection, and logs why. */
const lostBy = ({ log }: ObservedProgram): string | undefined =>
  log.some((line) => line.includes('epoll_ctl')) ? 'closed-first' : undefined;

/** Version, Connection field, whether the connection stays open, and perhaps the mistake when it does otherwise. */
const MATRIX: readonly (readonly [string, string | null, boolean, string?])[] = [
  ['1.1', null, true],
  ['1.1', 'keep-alive', true],
  ['1.1', 'close', false],
  ['1.1', 'Close', false],
  ['1.1', 'keep-alive, Upgrade', true],
  ['1.1', 'Upgrade, close', false],
  ['1.0', null, false],
  ['1.0', 'keep-alive', true],
  ['1.0', 'Keep-Alive', true],
  ['1.0', 'close', false],
  ['1.0', 'keep-alive, close', false, 'close-loses'],
  ['1.1', 'close, keep-alive', false, 'close-loses'],
  ['1.1', 'disclose', true, 'part-of-a-name'],
  ['1.0', 'no-keep-alive', false, 'part-of-a-name'],
];

graded(
  '12.5',
  3,
  KEEPS,
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await start(t, site);
      for (const [version, connection, stays, mistake] of MATRIX) {
        const peer = await t.connect(server);
        const field = connection === null ? '' : `Connection: ${connection}\r\n`;
        const what = `HTTP/${version}, ${connection === null ? 'no Connection field' : `Connection: ${connection}`}`;
        const bytes = Buffer.from(`GET /hello.txt HTTP/${version}\r\nHost: h\r\n${field}\r\n`);
        const kind = mistake ?? (version === '1.0' && stays ? 'old-keep-alive' : 'connection-field');
        const answer = await t.step(what, () => ask(server, peer, bytes, { looksLike: () => lostBy(server) }));
        const says = (answer.fields.get('connection') ?? '').toLowerCase();
        if (!stays) {
          t.expect(says === 'close', {
            expected: `${what}: Connection: close in the answer`,
            saw: describe(answer),
            looksLike: kind,
          });
          await server.waitFor('the end of the connection', () => hasEnded(peer), {
            diagnose: () => kind,
          });
        } else {
          t.expect(says !== 'close' && (version === '1.1' || says === 'keep-alive'), {
            expected: `${what}: an answer that says keep-alive${version === '1.1' ? ', or nothing' : ''}`,
            saw: describe(answer),
            looksLike: kind,
          });
          const again = await ask(server, peer, bytes, { looksLike: kind });
          t.expect(again.status === 200, {
            expected: 'a second answer on the same connection',
            saw: describe(again),
            looksLike: kind,
          });
        }
        peer.close();
      }
    }),
  { needs: [SERVES] },
);

graded(
  '12.5',
  3,
  'pipelined requests are answered in order, wherever they are cut',
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await start(t, site);
      const paths = ['/hello.txt', '/', '/missing.txt', '/empty.txt'];
      const bodies = [site.text.toString(), '<h1>start</h1>\n', '404 Not Found\n', ''];
      const many = Buffer.concat(Array.from({ length: 400 }, (_, i) => get(paths[i % 4] ?? '')));
      const check = async (cut: number, what: string): Promise<void> => {
        const peer = await t.connect(server);
        await t.step(what, async () => {
          await server.frozen(() => peer.send(many.subarray(0, cut)));
          await server.quiet();
          await peer.send(many.subarray(cut));
          const all = await answers(server, peer, 400, 0, { looksLike: 'one-request' });
          const wrong = all.findIndex(({ status, body }, i) =>
            i % 4 === 2 ? status !== 404 : body.toString() !== bodies[i % 4],
          );
          t.expect(wrong < 0 && all.length === 400, {
            expected: '400 answers, in the order of the requests',
            saw: `${all.length}; number ${wrong + 1} is not of its request`,
            looksLike: 'one-request',
          });
        });
        peer.close();
      };
      await check(many.length, '400 requests in one piece');
      await check(7777, '400 requests in two pieces');
      const slow = await t.connect(server);
      const one = Buffer.concat([get('/hello.txt'), get('/')]);
      await t.step('two requests, byte by byte', () => slow.dribble(one));
      const two = await answers(server, slow, 2);
      t.expect(two.length === 2, { expected: 'two answers', saw: `${two.length}` });
      await sentTogether(t, site);
    }),
  { needs: [KEEPS] },
);

/** Twenty requests that arrive in one piece: their answers are sent by one call. */
async function sentTogether(t: TestContext, { folder }: Site): Promise<void> {
  const recording = t.record();
  const server = await t.start(SERVER, { args: ['--dir', folder], env: recording.env });
  const peer = await t.connect(server);
  await server.frozen(() => peer.send(Buffer.concat(Array<Buffer>(20).fill(get('/hello.txt')))));
  await t.step('20 requests in one piece', () => answers(server, peer, 20));
  await server.quiet();
  const sends = recording.lane(server.pid).filter((event) => isCall(event, 'send') && event.result > 0).length;
  t.expect(sends <= 2, {
    expected: 'one call of send for all answers to what one read has brought',
    saw: `${sends} calls of send`,
    looksLike: 'sent-one-by-one',
  });
}

graded(
  '12.5',
  3,
  'Expect: 100-continue is answered before the body comes, and only then',
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await start(t, site);
      const head = request('POST /', 'Content-Length: 5', 'Expect: 100-Continue');
      const peer = await t.connect(server);
      const first = await t.step('a head with Expect: 100-continue, and no body yet', () =>
        ask(server, peer, head, { looksLike: 'no-continue' }),
      );
      t.expect(first.status === 100, { expected: '100', saw: describe(first), looksLike: 'no-continue' });
      const second = await t.step('then the body', () => ask(server, peer, Buffer.from('hello')));
      t.expect(second.status === 200 && second.body.toString() === 'hello', {
        expected: '200 and the body',
        saw: describe(second),
      });
      const old = await t.connect(server);
      await old.send(Buffer.from('POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n'));
      await server.quiet();
      await old.send(Buffer.from('hello'));
      const [answer] = await t.step('the same with HTTP/1.0', () => answers(server, old, 1));
      t.expect(answer?.status === 200, {
        expected: '200, and no 100, which HTTP/1.0 does not know',
        saw: answer === undefined ? 'none' : describe(answer),
        looksLike: 'continue-for-old',
      });
      const strange = await t.connect(server);
      const failed = await t.step('a request with Expect: 200-ok', () =>
        ask(server, strange, get('/hello.txt', 'Expect: 200-ok'), { looksLike: 'expect-ignored' }),
      );
      t.expect(failed.status === 417, { expected: '417', saw: describe(failed), looksLike: 'expect-ignored' });
      const large = await t.connect(server);
      const refused = await t.step('the same with a Content-Length of 2,000,000', () =>
        ask(server, large, request('POST /', 'Content-Length: 2000000', 'Expect: 100-continue')),
      );
      t.expect(refused.status === 413, {
        expected: '413, before the body',
        saw: describe(refused),
        looksLike: 'no-body-limit',
      });
    }),
  { needs: [KEEPS] },
);
