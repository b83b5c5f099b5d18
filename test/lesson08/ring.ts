import type { TestContext } from '../../src/grading/test-context.ts';
import { graded, ORDER } from './lesson.ts';
import { queueOf, told } from './try.ts';

graded('08.1', 6, ORDER, async (t: TestContext) => {
  const program = await queueOf(t, ['--capacity', '4']);
  const commands: string[] = [];
  const expected: string[] = [];
  // Fill to four, take three, eight times: HEAD passes the end of the ring several times, and the queue is never empty.
  let next = 1;
  let oldest = 1;
  for (let round = 0; round < 8; round++) {
    while (next - oldest < 4) {
      expected.push(`put ${next}`);
      commands.push(`put ${next++}`);
    }
    for (let i = 0; i < 3; i++) {
      commands.push('get');
      expected.push(`got ${oldest++}`);
    }
  }
  const lines = await t.step('put and got jobs, with 1 to 4 in the queue at a time', () =>
    told(program, commands, commands.length),
  );
  const wrong = lines.findIndex((line, i) => line !== expected[i]);
  t.expect(wrong < 0, {
    expected: `"${expected[wrong]}" for command ${wrong + 1}, "${commands[wrong]}"`,
    saw: `"${lines[wrong]}"`,
    kernel: [`so far: ${lines.slice(Math.max(0, wrong - 6), wrong).join(', ')}`],
    looksLike: 'last-first',
  });
});

graded(
  '08.1',
  6,
  'the queue is bounded, reports when it is empty, and keeps its state in shared memory',
  async (t: TestContext) => {
    const program = await queueOf(t, ['--capacity', '3']);
    const steps: readonly [string, string, string | undefined][] = [
      ['get', 'got null', 'empty-zero'],
      ['put 7', 'put 7', undefined],
      ['put 0', 'put 0', undefined],
      ['put 9', 'put 9', 'drops'],
      ['put 10', 'full 10', 'drops'],
      ['other get', 'got 7', 'private'],
      ['get', 'got 0', 'private'],
      ['other get', 'got 9', 'private'],
      ['get', 'got null', 'empty-zero'],
      ['other get', 'got null', 'empty-zero'],
    ];
    const lines = await t.step('capacity 3: put jobs, and got them through two views of the same memory', () =>
      told(
        program,
        steps.map(([command]) => command),
        steps.length,
      ),
    );
    for (const [i, [command, wanted, looksLike]] of steps.entries()) {
      t.expect(lines[i] === wanted, {
        expected: `"${wanted}" for command ${i + 1}, "${command}"`,
        saw: `"${lines[i]}"`,
        looksLike: wanted === 'got 0' && lines[i] === 'got null' ? 'zero-none' : looksLike,
      });
    }
  },
  { needs: [ORDER] },
);
