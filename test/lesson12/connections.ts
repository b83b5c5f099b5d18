import type { TestContext } from '../../src/grading/test-context.ts';
import { ended } from '../support/pool.ts';
import { answers, answersIn, ask, describe, get, hasEnded, request } from './http.ts';
import { graded, KEEPS, SERVER, SERVES } from './lesson.ts';
import { type Site, withSite } from './site.ts';

const start = (t: TestContext, { folder }: Site) => t.start(SERVER, { args: ['--dir', folder] });

/** Version, Connection field, and whether the connection stays open. */
const MATRIX: readonly (readonly [string, string | null, boolean])[] = [
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
];

graded(
  '12.5',
  3,
  KEEPS,
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await start(t, site);
      for (const [version, connection, stays] of MATRIX) {
        const peer = await t.connect(server);
        const field = connection === null ? '' : `Connection: ${connection}\r\n`;
        const what = `HTTP/${version}, ${connection === null ? 'no Connection field' : `Connection: ${connection}`}`;
        const bytes = Buffer.from(`GET /hello.txt HTTP/${version}\r\nHost: h\r\n${field}\r\n`);
        const kind = version === '1.0' && stays ? 'old-keep-alive' : 'connection-field';
        const answer = await t.step(`${what}`, () => ask(server, peer, bytes));
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
  4,
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
    }),
  { needs: [KEEPS] },
);

graded(
  '12.5',
  3,
  'a client that ends its direction gets the answers to all its requests',
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await start(t, site);
      for (const [what, bytes, count] of [
        ['a request of HTTP/1.0', Buffer.from('GET /hello.txt HTTP/1.0\r\n\r\n'), 1],
        ['three requests', Buffer.concat([get('/hello.txt'), get('/'), get('/empty.txt')]), 3],
        ['a request and a half', Buffer.concat([get('/hello.txt'), get('/').subarray(0, 20)]), 1],
        ['nothing', Buffer.alloc(0), 0],
      ] as const) {
        const peer = await t.connect(server);
        await t.step(`${what}, and the FIN with it`, async () => {
          await server.frozen(async () => {
            await peer.send(bytes);
            peer.halfClose();
          });
          await server.waitFor('the end of the connection', () => hasEnded(peer), {
            diagnose: () => 'half-close',
          });
        });
        const { answers: seen } = answersIn(peer.received);
        t.expect(seen.filter(({ status }) => status === 200).length === count, {
          expected: `${count} answers`,
          saw: `${seen.map(({ status }) => status).join(', ') || 'none'}, then ${peer.ending}`,
          looksLike: 'half-close',
        });
        peer.close();
      }
    }),
  { needs: [KEEPS] },
);

graded(
  '12.5',
  3,
  'Expect: 100-continue is answered before the body comes, and only then',
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await start(t, site);
      const head = request('POST /', 'Content-Length: 5', 'Expect: 100-continue');
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

const PIECE = Buffer.alloc(65_536, 'x');
const PIECES = 30;

graded(
  '12.5',
  4,
  'an early refusal arrives, though the client is still sending',
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await start(t, site);
      const peer = await t.connect(server);
      await t.step('POST with a Content-Length of 2,000,000: the answer comes at once', async () => {
        const answer = await ask(server, peer, request('POST /', 'Content-Length: 2000000'));
        t.expect(answer.status === 413, { expected: '413', saw: describe(answer), looksLike: 'no-body-limit' });
      });
      await t.step('the client goes on sending its body', async () => {
        for (let i = 0; i < PIECES && peer.ending === 'open'; i++) {
          await server.waitFor('the server to take more of the body', () => peer.offer(PIECE) > 0 || hasEnded(peer));
          peer.pump();
        }
      });
      peer.halfClose();
      await ended(server, peer, 'the end of the connection');
      t.expect(peer.ending === 'eof', {
        expected: 'an orderly end of the stream (FIN)',
        saw: 'a reset (RST): a client that had not read its answer yet could lose it',
        looksLike: 'hard-close',
      });
    }),
  { needs: [KEEPS] },
);
