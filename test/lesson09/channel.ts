import { describeExit } from '../../src/kit/server.ts';
import type { Bench } from '../support/bench.ts';
import { graded, LOOPS, POLLS } from './lesson.ts';
import { lines, part, say } from './try.ts';

graded('09.2', 8, POLLS, async (bench: Bench) => {
  const program = await part(bench, 'poller');
  await program.waitFor('"watching"', () => lines(program).includes('watching'));
  await program.quiet();
  await bench.step('it sleeps; wrote 5 bytes, then 40', async () => {
    await say(program, 'hello', 1);
    await program.quiet();
    await say(program, 'x'.repeat(40), 3);
  });
  program.stdin?.end();
  const exit = await bench.step('ended its standard input; it removes it from the list, and exits', () =>
    program.exit(),
  );
  const seen = lines(program).slice(1).join(', ');
  bench.expect(seen === '5 bytes, 16 bytes, 16 bytes, 8 bytes, 0 bytes, 0 ready after remove' && exit.code === 0, {
    expected: '5, then 16, 16 and 8 bytes: told again as long as there is something; then the end, and nobody',
    saw: `${seen}; it ${describeExit(exit)}`,
    looksLike: seen.endsWith('1 ready after remove') ? 'L09-B16' : undefined,
  });
});

graded(
  '09.3',
  8,
  LOOPS,
  async (bench: Bench) => {
    const program = await part(bench, 'channel');
    await program.waitFor('"watching"', () => lines(program).includes('watching'));
    await program.quiet(() => 'L09-B02');
    for (const text of ['a', 'bc']) {
      await bench.step(`wrote ${text.length} byte${text.length === 1 ? '' : 's'}; its callback is called`, () =>
        say(program, text, 1),
      );
      await program.quiet(() => 'L09-B02');
    }
    program.stdin?.end();
    const exit = await bench.step('ended its standard input: the channel is told, and leaves the list', () =>
      program.exit(),
    );
    const seen = lines(program).slice(1).join(', ');
    bench.expect(seen === '1 bytes, 2 bytes, 0 bytes, 0 ready after remove' && exit.code === 0, {
      expected: '1 byte, 2 bytes, the end (0 bytes), and nobody in the list',
      saw: `${seen}; it ${describeExit(exit)}`,
      looksLike: 'L09-B16',
    });
  },
  { needs: [POLLS] },
);
