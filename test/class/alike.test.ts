import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { alikePairs } from '../../src/class/alike.ts';
import { referenceFiles, skeletons } from '../../src/course/files/targets.ts';
import { lessons } from '../../src/course/registry.ts';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';

const folder = makeScratch();
afterAll(() => removeScratch(folder));
const [lesson] = lessons;
if (lesson === undefined) throw new Error('there is no lesson');

function submission(name: string, files: readonly { file: string; text: string }[]) {
  const own = join(folder, name);
  mkdirSync(own);
  for (const { file, text } of files) writeFileSync(join(own, file), text);
  return { name, lessons: null, files: own };
}

/** The same server with other names, comments and layout. */
const disguised = (text: string): string =>
  text
    .replace(/\/\/ .*$/gm, '// my own words')
    .replace(/\b(listener|peer|buffer|fd|n)\b/g, 'my_$1')
    .replace(/^ {2}/gm, '      ');

const OTHER = `import { accept, bind, close, listen, read, socket, AF_INET, SOCK_STREAM } from '#sys';
const door = socket(AF_INET, SOCK_STREAM);
bind(door, { address: '127.0.0.1', port: 4000 });
listen(door, 5);
const state = { served: 0, bytes: new Map<number, number>() };
class Guest {
  constructor(readonly number: number) {}
  *lines(): Generator<string> {
    const room = Buffer.alloc(10);
    let line = '';
    for (let got = read(this.number, room); got; got = read(this.number, room))
      for (const letter of room.subarray(0, got).toString().split(''))
        if (letter === '|') yield line.trim();
        else line = letter + line;
  }
}
do {
  const guest = new Guest(accept(door).fd);
  const all = [...guest.lines()].map((line) => line.length).reduce((a, b) => Math.max(a, b), 0);
  state.bytes.set(guest.number, all);
  close(guest.number);
} while (++state.served < 100);
`;

test('a copy with other names, comments and layout stands out; the skeleton is no resemblance', () => {
  const reference = referenceFiles(lesson);
  const pairs = alikePairs(
    [
      submission('ann', reference),
      submission(
        'bob',
        reference.map(({ file, text }) => ({ file, text: disguised(text) })),
      ),
      submission('cleo', [{ file: 'server.ts', text: OTHER }]),
      submission('dan', skeletons(lesson)),
    ],
    lesson,
  );
  expect(pairs.map(({ left, right }) => [left, right].sort().join())).toEqual(
    expect.arrayContaining(['ann,bob', 'ann,cleo', 'bob,cleo']),
  );
  expect(pairs).toHaveLength(3);
  expect([pairs[0]?.left, pairs[0]?.right].sort()).toEqual(['ann', 'bob']);
  expect(pairs[0]?.similarity).toBeGreaterThan(0.9);
  expect(pairs[1]?.similarity).toBeLessThan(0.3);
});
