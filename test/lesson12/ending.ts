import type { TestContext } from '../../src/grading/test-context.ts';
import { ended } from '../support/pool.ts';
import { answersIn, describe, get, hasEnded, request } from './http.ts';
import { graded, KEEPS, SERVER } from './lesson.ts';
import { type Site, withSite } from './site.ts';

const start = (t: TestContext, { folder }: Site) => t.start(SERVER, { args: ['--dir', folder] });

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

const PIECE = Buffer.alloc(65_536, 'x');
const PIECES = 30;

graded(
  '12.5',
  3,
  'an early refusal arrives, though the client is still sending',
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await start(t, site);
      const peer = await t.connect(server);
      await peer.send(request('POST /', 'Content-Length: 2000000'));
      await server.quiet();
      await t.step(
        'POST with a Content-Length of 2,000,000: the client sends its body, and reads nothing yet',
        async () => {
          for (let i = 0; i < PIECES && peer.ending === 'open'; i++)
            await server.waitFor(
              'the server to take more of the body',
              () => peer.offer(PIECE) > 0 || peer.ending !== 'open',
            );
        },
      );
      t.expect(peer.ending !== 'reset', {
        expected: 'a server that reads on until the client has ended',
        saw: 'a reset (RST): a client that has not read its answer yet may lose it',
        looksLike: 'hard-close',
      });
      peer.halfClose();
      await ended(server, peer, 'the end of the connection');
      const [answer] = answersIn(peer.received).answers;
      t.expect(answer?.status === 413 && peer.ending === 'eof', {
        expected: '413, and an orderly end of the stream (FIN)',
        saw: `${answer === undefined ? 'no answer' : describe(answer)}, then ${peer.ending}`,
        looksLike: answer?.status === 413 ? 'hard-close' : 'no-body-limit',
      });
    }),
  { needs: [KEEPS] },
);
