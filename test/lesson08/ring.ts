import type { Bench } from '../../src/grading/test-context.ts';
import { graded, ORDER } from './lesson.ts';
import { queueOf, told } from './try.ts';

graded('08.1', 6, ORDER, async (bench: Bench) => {
  const program = await queueOf(bench, ['--capacity', '4']);
  const commands: string[] = [];
  const expected: string[] = [];
  // Three in, two out, again and again: the ring is gone round several times, and never empty.
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
  const lines = await bench.step('put and got jobs, 1 to 4 in the queue at a time', () =>
    told(program, commands, commands.length),
  );
  const wrong = lines.findIndex((line, i) => line !== expected[i]);
  bench.expect(wrong < 0, {
    expected: `"${expected[wrong]}" for command ${wrong + 1}, "${commands[wrong]}"`,
    saw: `"${lines[wrong]}"`,
    kernel: [`so far: ${lines.slice(Math.max(0, wrong - 6), wrong).join(', ')}`],
    looksLike: 'L08-B15',
  });
});

graded(
  '08.1',
  6,
  'the queue has a bound, an end, and one memory for all who use it',
  async (bench: Bench) => {
    const program = await queueOf(bench, ['--capacity', '3']);
    const steps: readonly [string, string, string | undefined][] = [
      ['get', 'got null', 'L08-B16'],
      ['put 7', 'put 7', undefined],
      ['put 0', 'put 0', undefined],
      ['put 9', 'put 9', 'L08-B06'],
      ['put 10', 'full 10', 'L08-B06'],
      ['other get', 'got 7', 'L08-B17'],
      ['get', 'got 0', 'L08-B17'],
      ['other get', 'got 9', 'L08-B17'],
      ['get', 'got null', 'L08-B16'],
      ['other get', 'got null', 'L08-B16'],
    ];
    const lines = await bench.step('capacity 3: put, and got by two views of the same memory', () =>
      told(
        program,
        steps.map(([command]) => command),
        steps.length,
      ),
    );
    for (const [i, [command, wanted, looksLike]] of steps.entries()) {
      bench.expect(lines[i] === wanted, {
        expected: `"${wanted}" for command ${i + 1}, "${command}"`,
        saw: `"${lines[i]}"`,
        looksLike: wanted === 'got 0' && lines[i] === 'got null' ? 'L08-B21' : looksLike,
      });
    }
  },
  { needs: [ORDER] },
);
