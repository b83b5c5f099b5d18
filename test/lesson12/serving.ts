import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { blamingDeath } from '../support/echo.ts';
import { graded, NAMES, TRY } from './lesson.ts';
import { SECRET, type Site, SMALL_BYTES, withSite } from './site.ts';

/** What try.ts prints for an answer. */
interface Tried {
  readonly status: number;
  readonly type?: string;
  readonly allow?: string;
  readonly inFile?: boolean;
  readonly length?: number;
  readonly text?: string;
}

async function start(t: TestContext, { folder }: Site): Promise<ObservedProgram> {
  const program = await t.watch(TRY, { args: ['--dir', folder] });
  t.note('started  try.ts --dir SITE, which answers request lines');
  return program;
}

/** Writes request lines, and waits for their answers. */
async function answer(program: ObservedProgram, lines: readonly string[], looksLike?: string): Promise<Tried[]> {
  const printed = (): string[] => program.output.out.split('\n').slice(0, -1);
  const before = printed().length;
  program.stdin?.write(Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1'));
  await blamingDeath(program, looksLike, () =>
    program.waitFor('the answer', () => printed().length >= before + lines.length, { diagnose: () => looksLike }),
  );
  return printed()
    .slice(before)
    .map((line) => JSON.parse(line) as Tried);
}

const shownAnswer = ({ status, text }: Tried): string =>
  `${status}${text === undefined ? '' : ` and ${JSON.stringify(text)}`}`;

/** Paths, and what the site has for them: a status, or the text of the file. */
const PATHS: readonly (readonly [string, string | number, string | undefined])[] = [
  ['/', '<h1>start</h1>\n', undefined],
  ['/sub/', '<h1>sub</h1>\n', undefined],
  ['/a%20b.txt', 'a name with a space\n', undefined],
  ['/%C3%BC.txt', 'a name that is not ASCII\n', undefined],
  ['/per%2541.txt', 'a name with a percent sign\n', 'decoded-twice'],
  ['/empty.txt?a=/b', '', 'query-in-name'],
  ['/empty.txt?a=b/', '', 'slash-in-query'],
  ['/sub/?a=b', '<h1>sub</h1>\n', 'slash-in-query'],
  ['/what%3F.txt', 'a name with a question mark\n', 'decoded-first'],
  ['/a+b.txt', 'a name with a plus sign\n', undefined],
  ['/hello%zz.txt', 400, 'bad-escape'],
  ['/a%', 400, 'bad-escape'],
  ['/%ff.txt', 400, 'bad-escape'],
  ['/hello.txt%00.html', 400, 'nul-in-name'],
  ['/missing.txt', 404, undefined],
  ['/hello.txt/x', 404, undefined],
  [`/${'a'.repeat(300)}`, 404, undefined],
];

graded('12.4', 4, NAMES, (t: TestContext) =>
  withSite(async (site) => {
    const program = await start(t, site);
    for (const [path, wanted, looksLike] of PATHS) {
      const [seen] = await t.step(`GET ${path.slice(0, 40)}`, () => answer(program, [`GET ${path}`], looksLike));
      const { status, text } = seen as Tried;
      const fits = typeof wanted === 'number' ? status === wanted : status === 200 && text === wanted;
      t.expect(fits, {
        expected: typeof wanted === 'number' ? `${wanted}` : `200 and ${JSON.stringify(wanted)}`,
        saw: shownAnswer(seen as Tried),
        looksLike,
      });
    }
  }),
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
  'nothing outside the folder, no folder and no FIFO is sent, and a FIFO stops nothing',
  (t: TestContext) =>
    withSite(async (site) => {
      const program = await start(t, site);
      const [inside] = await answer(program, ['GET /link-in.txt']);
      t.expect(inside?.text === '<h1>start</h1>\n', {
        expected: 'the file behind a symbolic link that stays inside',
        saw: shownAnswer(inside as Tried),
      });
      for (const path of OUTSIDE) {
        const [seen] = await t.step(`GET ${path}`, () => answer(program, [`GET ${path}`]));
        const { status, text = '' } = seen as Tried;
        t.expect([400, 403, 404].includes(status) && !text.includes(SECRET), {
          expected: '403 or 404',
          saw: shownAnswer(seen as Tried),
          looksLike: 'outside',
        });
      }
      const full = join(site.folder, 'full');
      mkdirSync(full);
      for (let i = 0; i < 1000; i++) writeFileSync(join(full, `${i}${'x'.repeat(100)}`), '');
      for (const [path, looksLike] of [
        ['/sub', 'folder-as-file'],
        ['/full', 'large-folder'],
        ['/fifo.txt', 'fifo-waits'],
      ] as const) {
        const [seen] = await t.step(`GET ${path}`, () => answer(program, [`GET ${path}`], looksLike));
        t.expect(seen?.status === 404, { expected: '404', saw: shownAnswer(seen as Tried), looksLike });
      }
    }),
  { needs: [NAMES] },
);

/** Descriptors more than before that are no leak. */
const LEFT = 3;

graded(
  '12.4',
  3,
  'methods, types and lengths, and no file stays open',
  (t: TestContext) =>
    withSite(async (site) => {
      const program = await start(t, site);
      const [text, large, posted, options, deleted] = await t.step(
        'GET of a small and of a large file, POST, OPTIONS, DELETE',
        () => answer(program, ['GET /hello.txt', 'GET /big.bin', 'POST /', 'OPTIONS *', 'DELETE /hello.txt']),
      );
      t.expect(text?.length === site.text.length && text.type?.startsWith('text/plain') === true, {
        expected: `text/plain, ${site.text.length} bytes`,
        saw: JSON.stringify(text),
        looksLike: 'characters',
      });
      t.expect(large?.inFile === true && large.length === site.big.length, {
        expected: `an open file of ${site.big.length} bytes as the body`,
        saw: JSON.stringify({ ...large, text: undefined }),
        looksLike: 'file-in-memory',
      });
      const [small, larger] = await t.step('GET of a file of 16,384 bytes, and of one byte more', () =>
        answer(program, ['GET /small.bin', 'GET /larger.bin']),
      );
      t.expect(small?.inFile === false && small.length === SMALL_BYTES && larger?.inFile === true, {
        expected: `${SMALL_BYTES} bytes in memory, and an open file for one byte more`,
        saw: [small, larger].map((seen) => JSON.stringify({ ...seen, text: undefined })).join('; '),
        looksLike: small?.inFile === true ? 'small-stays-open' : 'file-in-memory',
      });
      t.expect(posted?.status === 200 && posted.text?.startsWith('the content') === true, {
        expected: '200 and the content',
        saw: JSON.stringify(posted),
      });
      for (const [seen, status] of [
        [options, 204],
        [deleted, 405],
      ] as const)
        t.expect(seen?.status === status && /\bGET\b.*\bHEAD\b/.test(seen.allow ?? ''), {
          expected: `${status}, and the methods GET, HEAD, POST, OPTIONS to allow`,
          saw: JSON.stringify(seen),
          looksLike: 'no-allow',
        });
      const before = descriptors(program.pid).length;
      await t.step('50 times: GET of a small file, of a folder, of a FIFO', () =>
        answer(program, Array.from({ length: 50 }, () => ['GET /hello.txt', 'GET /sub', 'GET /fifo.txt']).flat()),
      );
      const after = descriptors(program.pid).length;
      t.expect(after <= before + LEFT, {
        expected: `${before} open descriptors afterwards`,
        saw: `${after}`,
        looksLike: 'file-left-open',
      });
    }),
  { needs: [NAMES] },
);
