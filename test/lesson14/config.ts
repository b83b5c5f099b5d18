import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { inFolder } from '../support/train-answers.ts';
import { CONFIG, graded, READS } from './lesson.ts';

const GOOD = `# a comment
workers = 4

  greeting =  a = b # c
level=error
log = logs/greeter.log
`;

/** Values at the ends of their ranges, and a text that is empty. */
const ENDS = `workers = 32
patience = 3600
descriptors = 3
greeting =
`;

graded('14.1', 2, READS, (t: TestContext) =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, 'good.conf'), GOOD);
    writeFileSync(join(folder, 'ends.conf'), ENDS);
    const lines = await shown(t, folder);
    const expected = [
      'workers = 4',
      'greeting = a = b # c',
      `log = ${join(folder, 'logs/greeter.log')}`,
      'level = error',
      'descriptors = 1024',
      'patience = 30',
    ];
    for (const line of expected) {
      const seen = lines.find((each) => each.startsWith(`good.conf: ${line.split(' ')[0]} `));
      t.expect(seen === `good.conf: ${line}`, {
        expected: line,
        saw: seen ?? lines.join(' | '),
        looksLike: line.startsWith('greeting') && seen === 'good.conf: greeting = a' ? 'every-equals' : undefined,
      });
    }
    const seen = lines.filter((line) => line.startsWith('ends.conf: '));
    t.expect(
      ENDS.trim()
        .split('\n')
        .every((line) => seen.some((each) => each.trim() === `ends.conf: ${line}`)),
      {
        expected: `${JSON.stringify(ENDS)}: the ends of a range belong to it, and a text may be empty`,
        saw: seen.join(' | '),
        looksLike: seen.some((line) => /refused .*"greeting"/.test(line)) ? 'empty-text' : 'range-ends',
      },
    );
  }),
);

/** A file that must be refused, the line, a word that the message must contain, and the mistake of a program that takes it. */
const BAD: readonly (readonly [name: string, text: string, line: number, word: string, slug: string])[] = [
  ['unknown', 'workers = 2\ncolour = blue\n', 2, 'colour', 'unknown-key'],
  ['inherited', 'constructor = 1\n', 1, 'constructor', 'unknown-key'],
  ['twice', 'workers = 2\n# again\n\nworkers = 3\n', 4, 'workers', 'key-twice'],
  ['no-equals', 'workers = 2\nworkers 3\n', 2, 'workers 3', 'no-equals'],
  ['empty', 'workers =\n', 1, 'workers', 'loose-number'],
  ['suffix', 'patience = 4s\n', 1, 'patience', 'loose-number'],
  ['fraction', 'workers = 2.5\n', 1, 'workers', 'loose-number'],
  ['hex', 'workers = 0x10\n', 1, 'workers', 'loose-number'],
  ['zero', 'workers = 0\n', 1, 'workers', 'no-range'],
  ['many', 'workers = 33\n', 1, 'workers', 'no-range'],
  ['word', '\nlevel = loud\n', 2, 'level', 'any-word'],
];

graded(
  '14.1',
  3,
  'names file and line of what it refuses',
  (t: TestContext) =>
    inFolder(async (folder) => {
      for (const [name, text] of BAD) writeFileSync(join(folder, `${name}.conf`), text);
      mkdirSync(join(folder, 'missing.conf'));
      const lines = await shown(t, folder);
      for (const [name, text, line, word, slug] of BAD) {
        const seen = lines
          .filter((each) => each.startsWith(`${name}.conf: `))
          .map((each) => each.slice(name.length + 7));
        const where = `${join(folder, `${name}.conf`)}:${line}`;
        const refused = seen.length === 1 && seen[0]?.startsWith('refused ') === true;
        t.expect(refused, {
          expected: `${JSON.stringify(text)} to be refused`,
          saw: seen.length === 0 ? 'nothing' : seen.join(' | '),
          looksLike: slug,
        });
        t.expect(seen[0]?.includes(`${where}:`) === true, {
          expected: `a message that begins with ${where}:`,
          saw: seen[0] ?? 'nothing',
          looksLike: 'wrong-line',
        });
        t.expect(seen[0]?.includes(word) === true, { expected: `a message with ${word}`, saw: seen[0] ?? 'nothing' });
      }
      const missing = lines.find((line) => line.startsWith('missing.conf: refused '));
      t.expect(missing !== undefined, { expected: 'a folder in place of a file to be refused', saw: 'another error' });
    }),
  { needs: [READS] },
);

/** What try-config.ts says of all files of a folder. */
async function shown(t: TestContext, folder: string): Promise<readonly string[]> {
  const program = await t.watch(CONFIG, { args: ['--folder', folder] });
  const exit = await t.step('read the files with try-config.ts', () => program.exit());
  t.expect(exit.code === 0, { expected: 'exit status 0', saw: `${exit.code ?? exit.signal}` });
  return program.output.out.split('\n');
}
