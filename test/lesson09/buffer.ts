import type { TestContext } from '../../src/grading/test-context.ts';
import { BUFFER, graded } from './lesson.ts';
import { part, say } from './try.ts';

graded('09.1', 6, BUFFER, async (t: TestContext) => {
  const program = await part(t, 'buffer');
  // A model of the buffer, as a string.
  let model = '';
  let commands = '';
  const expected: string[] = [];
  for (let i = 1; i <= 120; i++) {
    const word = `${i}`.repeat((i * 7) % 40);
    if (word !== '') commands += `append ${word}\n`;
    model += word;
    if (i % 3 === 0) {
      commands += 'fill 5\n';
      model += '.....';
    }
    const count = (i * 13) % (i % 10 === 0 ? 400 : 30);
    commands += `consume ${count}\nshow\n`;
    model = model.slice(count);
    expected.push(`${model.length} ${model}`);
  }
  const seen = await t.step('appended, filled and consumed 120 times, in different sizes', () =>
    say(program, commands, expected.length),
  );
  const wrong = seen.findIndex((line, i) => line !== expected[i]);
  t.expect(wrong < 0, {
    expected: `after round ${wrong + 1}: "${expected[wrong]?.slice(0, 60)}"`,
    saw: `"${seen[wrong]?.slice(0, 60)}"`,
    looksLike: 'buffer-order',
  });
});

graded(
  '09.1',
  4,
  'the buffer moves bytes before it grows, and frees large memory when it is empty',
  async (t: TestContext) => {
    const program = await part(t, 'buffer');
    const cost = async (commands: string): Promise<number> => {
      const [line = ''] = await say(program, `${commands}cost\n`, 1);
      return Number(/in (\d+)/.exec(line)?.[1] ?? Number.NaN);
    };
    const steady = await cost('append 0123456789\nconsume 9\n'.repeat(2000));
    t.expect(steady <= 10_000, {
      expected: 'at most 10,000 bytes of memory for 2,000 readable bytes, after 2,000 times 10 in and 9 out',
      saw: `${steady}`,
      looksLike: 'never-moves',
    });
    const large = await cost('consume 100000\nfill 1000000\n');
    t.expect(large >= 1_000_000, { expected: 'room for 1,000,000 bytes', saw: `${large}` });
    const empty = await cost('consume 1000000\n');
    t.expect(empty <= 65_536, {
      expected: 'at most 65,536 bytes of memory once the buffer is empty',
      saw: `${empty} bytes kept`,
      looksLike: 'keeps-all',
    });
  },
  { needs: [BUFFER] },
);
