import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import { blamingDeath } from '../support/echo.ts';
import { answers, ask, describe, get, request } from './http.ts';
import { BODIES, graded, SERVER, SERVES } from './lesson.ts';
import { SECRET, type Site, withSite } from './site.ts';

const start = (t: TestContext, { folder }: Site) => t.start(SERVER, { args: ['--dir', folder] });

graded(
  '12.4',
  4,
  SERVES,
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await start(t, site);
      const peer = await t.connect(server);
      const file = await t.step('GET /hello.txt, whose bytes are more than its characters', () =>
        ask(server, peer, get('/hello.txt')),
      );
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
      await t.step('HEAD /hello.txt, and then GET /empty.txt on the same connection', () =>
        peer.send(Buffer.concat([request('HEAD /hello.txt'), get('/empty.txt')])),
      );
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
  { needs: [BODIES] },
);

/** Paths, and what the site has for them: a status, or a text in the file. */
const NAMES: readonly (readonly [string, string | number, string | undefined])[] = [
  ['/', '<h1>start</h1>\n', undefined],
  ['/sub/', '<h1>sub</h1>\n', undefined],
  ['/a%20b.txt', 'a name with a space\n', undefined],
  ['/%C3%BC.txt', 'a name that is not ASCII\n', undefined],
  ['/per%2541.txt', 'a name with a percent sign\n', 'decoded-twice'],
  ['/empty.txt?a=/b', '', 'query-in-name'],
  ['/hello%zz.txt', 400, 'bad-escape'],
  ['/a%', 400, 'bad-escape'],
  ['/%ff.txt', 400, 'bad-escape'],
  ['/hello.txt%00.html', 400, 'nul-in-name'],
  ['/missing.txt', 404, undefined],
  ['/hello.txt/x', 404, undefined],
  [`/${'a'.repeat(300)}`, 404, undefined],
];

graded(
  '12.4',
  4,
  'a path is decoded once, and names a file or nothing',
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await start(t, site);
      for (const [path, wanted, looksLike] of NAMES) {
        const peer = await t.connect(server);
        const { status, body } = await blamingDeath(server, looksLike, () =>
          t.step(`GET ${path.slice(0, 40)}`, () =>
            ask(server, peer, get(path), { ...(looksLike !== undefined && { looksLike }) }),
          ),
        );
        const fits =
          typeof wanted === 'number'
            ? status === wanted || (wanted === 400 && status === 404)
            : status === 200 && body.toString() === wanted;
        t.expect(fits, {
          expected: typeof wanted === 'number' ? `${wanted}` : `200 and ${JSON.stringify(wanted)}`,
          saw: `${status} and ${JSON.stringify(body.toString())}`,
          looksLike,
        });
        peer.close();
      }
    }),
  { needs: [SERVES] },
);

const OUTSIDE = [
  '/../outside.txt',
  '/%2e%2e/outside.txt',
  '/sub/../../outside.txt',
  '/sub/..%2f../outside.txt',
  '//etc/hostname',
  '/%2fetc%2fhostname',
  '/link-out.txt',
  '/link-absolute.txt',
  '/up/outside.txt',
];

graded(
  '12.4',
  4,
  'nothing outside the folder, no folder and no FIFO is sent, and a FIFO does not stop the server',
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await start(t, site);
      const inside = await ask(server, await t.connect(server), get('/link-in.txt'));
      t.expect(inside.body.equals(site.text), {
        expected: 'the file behind a symbolic link that stays inside',
        saw: describe(inside),
      });
      for (const path of OUTSIDE) {
        const answer = await t.step(`GET ${path}`, async () => ask(server, await t.connect(server), get(path)));
        t.expect([400, 403, 404].includes(answer.status) && !answer.body.includes(SECRET), {
          expected: '403 or 404',
          saw: `${answer.status} and ${JSON.stringify(answer.body.toString().slice(0, 60))}`,
          looksLike: 'outside',
        });
      }
      for (const path of ['/sub', '/fifo.txt']) {
        const looksLike = path === '/sub' ? 'folder-as-file' : 'fifo-waits';
        const peer = await t.connect(server);
        const answer = await blamingDeath(server, looksLike, () =>
          t.step(`GET ${path}`, () => ask(server, peer, get(path), { looksLike })),
        );
        t.expect(answer.status !== 200, { expected: '404', saw: describe(answer), looksLike });
      }
      const other = await ask(server, await t.connect(server), get('/hello.txt'));
      t.expect(other.status === 200, { expected: 'another client to be served', saw: describe(other) });
    }),
  { needs: [SERVES] },
);

/** Descriptors more than before that are no leak: the kernel and Node may hold one for a moment. */
const LEFT = 3;

graded(
  '12.4',
  2,
  'methods: POST, OPTIONS, and 405 with Allow; no file stays open',
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await start(t, site);
      const peer = await t.connect(server);
      const posted = await t.step('POST / with 5 bytes', () =>
        ask(server, peer, Buffer.concat([request('POST /', 'Content-Length: 5'), Buffer.from('hello')])),
      );
      t.expect(posted.status === 200 && posted.body.toString() === 'hello', {
        expected: '200 and the 5 bytes',
        saw: describe(posted),
      });
      for (const [line, status] of [
        ['DELETE /hello.txt', 405],
        ['OPTIONS *', 204],
      ] as const) {
        const answer = await t.step(line, () => ask(server, peer, request(line), { looksLike: 'no-allow' }));
        const allow = answer.fields.get('allow') ?? '';
        t.expect(
          answer.status === status &&
            /\bGET\b/.test(allow) &&
            /\bHEAD\b/.test(allow) &&
            !(status === 204 && answer.fields.has('content-length')),
          {
            expected: `${status}, with an Allow field that names GET and HEAD${status === 204 ? ', and no Content-Length' : ''}`,
            saw: describe(answer),
            looksLike: 'no-allow',
          },
        );
      }
      const before = descriptors(server.pid).length;
      await t.step('50 times: GET of a small file, HEAD of a large one, GET of a folder', async () => {
        for (let i = 0; i < 50; i++) {
          const from = peer.received.length;
          await peer.send(Buffer.concat([request('HEAD /big.bin'), get('/hello.txt'), get('/sub')]));
          await answers(server, peer, 3, from, { heads: [0] });
        }
      });
      const after = descriptors(server.pid).length;
      t.expect(after <= before + LEFT, {
        expected: `${before} open descriptors afterwards`,
        saw: `${after}`,
        looksLike: 'file-left-open',
      });
    }),
  { needs: [SERVES] },
);
