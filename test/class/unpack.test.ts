import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { unpackClass } from '../../src/class/archives/unpack.ts';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';
import { type Made, tarOf, zipOf } from './archives.ts';

const scratch = makeScratch();
afterAll(() => removeScratch(scratch));

let count = 0;
const fresh = (): string => join(scratch, String(++count));

/** Unpacks a folder with these files. */
async function unpackFolder(files: Readonly<Record<string, Buffer | string>>) {
  const [from, to] = [fresh(), fresh()];
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(from, path)), { recursive: true });
    writeFileSync(join(from, path), content);
  }
  return { ...(await unpackClass(from, to)), to };
}

const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');
const server: Made = { path: 'lessons/01-blocking-server/server.ts', text: 'mine' };

test('zips and tar.gz become a folder each; dependencies, history and notes stay behind', async () => {
  const extra = ['node_modules/x/index.js', '.git/config', '.lab/cli/a.mjs', '__MACOSX/._server.ts'].map((path) => ({
    path,
    text: 'x',
  }));
  const { to, ...said } = await unpackFolder({
    'ann.zip': zipOf([server, ...extra, { path: '.lab/progress.json', text: '{}' }]),
    'bob.tar.gz': gzipSync(tarOf([{ path: './', text: '' }, { ...server, path: `./${server.path}` }, ...extra])),
    'cleo/lessons/01-blocking-server/server.ts': 'mine',
    'readme.txt': 'hello',
  });
  expect(said).toEqual({ submissions: ['ann', 'bob', 'cleo'], refused: [], leftOut: ['readme.txt'] });
  for (const name of said.submissions) expect(read(to, name, server.path)).toBe('mine');
  expect(readdirSync(join(to, 'ann')).sort()).toEqual(['.lab', 'lessons']);
  expect(readdirSync(join(to, 'bob'))).toEqual(['lessons']);
  expect(statSync(join(to, 'ann', server.path)).mode & 0o777).toBe(0o644);
});

test.each<[string, readonly Made[], readonly string[]]>([
  [
    'Moodle',
    [
      { path: 'Ann Lee_657737_assignsubmission_file_/lab.zip', text: zipOf([server]) },
      { path: 'Bob_657738_assignsubmission_file_/server.ts', text: 'mine' },
    ],
    [
      'Ann Lee_657737_assignsubmission_file_/lessons/01-blocking-server/server.ts',
      'Bob_657738_assignsubmission_file_/server.ts',
    ],
  ],
  [
    'Canvas',
    [
      { path: 'leeann_LATE_123_456_lab-2.zip', text: zipOf([server]) },
      { path: 'bob_124_457_server-1.ts', text: 'mine' },
      { path: 'bob_124_458_client.ts', text: 'mine' },
    ],
    ['leeann_LATE_123/lessons/01-blocking-server/server.ts', 'bob_124/server.ts', 'bob_124/client.ts'],
  ],
  ['Gradescope', [{ path: 'assignment_77_export/submission_5/server.ts', text: 'mine' }], ['submission_5/server.ts']],
])('the archive of %s for a whole class', async (_, entries, files) => {
  const [from, to] = [`${fresh()}.zip`, fresh()];
  writeFileSync(from, zipOf(entries));
  const said = await unpackClass(from, to);
  expect(said.refused).toEqual([]);
  for (const file of files) expect(existsSync(join(to, file)), file).toBe(true);
});

describe('an archive that means harm is refused whole, and the others are unpacked', () => {
  const outside = 'it has a path that leads out of its folder';
  test.each<[string, string, Buffer]>([
    ['zip', outside, zipOf([server, { path: '../../evil.ts', text: 'x' }])],
    ['zip', outside, zipOf([{ path: '/tmp/evil.ts', text: 'x' }])],
    ['zip', outside, zipOf([{ path: '..\\evil.ts', text: 'x' }])],
    ['zip', 'server.ts in it is a link or a device', zipOf([server, { path: 'server.ts', link: '/etc/passwd' }])],
    [
      'zip',
      'it is larger than 50 MB when it is unpacked',
      zipOf([{ path: 'big.ts', text: 'x', claims: 60 * 2 ** 20 }]),
    ],
    ['zip', 'it is damaged, or no zip', zipOf([{ path: 'big.ts', text: 'x'.repeat(100_000), claims: 10 }])],
    ['zip', 'it is damaged, or no zip', Buffer.from('PK')],
    ['zip', `it has ${server.path} twice`, zipOf([server, server])],
    ['zip', 'it has more than 2000 files', zipOf(Array.from({ length: 2001 }, (_, i) => ({ path: `${i}.ts` })))],
    ['zip', 'its files cannot be written', zipOf([{ path: 'a' }, { path: 'a/b' }])],
    ['zip', 'it has a path that makes no sense', zipOf([{ path: 'a//b' }])],
    ['tar.gz', outside, gzipSync(tarOf([server, { path: '../evil.ts', text: 'x' }]))],
    ['tar.gz', outside, gzipSync(tarOf([{ path: '/tmp/evil.ts', text: 'x' }]))],
    ['tar.gz', 'server.ts in it is a link or a device', gzipSync(tarOf([{ path: 'server.ts', link: '/etc/passwd' }]))],
    ['tar.gz', 'it is larger than 300 MB when it is unpacked', gzipSync(Buffer.alloc(301 * 2 ** 20))],
    ['tar.gz', 'it is damaged, or no tar', Buffer.from('no archive at all, only words')],
  ])('%s: %s', async (ending, sentence, bytes) => {
    const { to, submissions, refused } = await unpackFolder({
      [`eve.${ending}`]: bytes,
      'ann.zip': zipOf([server]),
    });
    expect(submissions).toEqual(['ann']);
    expect(refused).toEqual([expect.stringContaining(sentence)]);
    expect(existsSync(join(to, '..', 'evil.ts'))).toBe(false);
    expect(existsSync(join(to, 'eve', server.path))).toBe(false);
  });

  test('links in a folder are not followed, and a name of dots is no folder', async () => {
    const [from, to] = [fresh(), fresh()];
    mkdirSync(from);
    symlinkSync('/etc', join(from, 'etc'));
    symlinkSync('/etc/passwd', join(from, 'passwd.zip'));
    writeFileSync(join(from, '...zip'), zipOf([server]));
    const { submissions, leftOut } = await unpackClass(from, to);
    expect([submissions, leftOut, existsSync(to)]).toEqual([[], ['...zip'], false]);
  });
});
