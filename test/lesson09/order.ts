import type { TestContext } from '../../src/grading/test-context.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { graded, LOOPS, ROUNDS } from './lesson.ts';
import { lines, part } from './try.ts';

const BATCH: readonly (readonly [string, string])[] = [
  ['first of two', 'stale-event'],
  ['number used again', 'stale-event'],
  ['readable', 'mask-ignored'],
  ['writable', 'mask-ignored'],
  ['writable at a hang-up', 'mask-ignored'],
  ['readable at a hang-up', 'mask-ignored'],
];

const IN_ROUNDS: readonly (readonly [string, string])[] = [
  ['before run', 'same-round'],
  ['queued before run', 'same-round'],
  ['task', 'same-round'],
  ['event', 'same-round'],
  ['task of a task', 'same-round'],
  ['after run', 'same-round'],
  ['queued after run', 'same-round'],
];

const DUE: readonly (readonly [string, string])[] = [
  ['cancels the next one', 'due-together'],
  ['tick 1', 'due-together'],
  ['tick 2', 'due-together'],
  ['tick 3', 'due-together'],
];

/** A part of try.ts that prints these lines and ends; each with the known mistake of a program that prints another one there. */
async function prints(t: TestContext, name: string, wanted: readonly (readonly [string, string])[]): Promise<void> {
  const program = await part(t, name);
  const blame = (): string | undefined => wanted[Math.min(lines(program).length, wanted.length - 1)]?.[1];
  const exit = await t.step('it ends by itself', () => program.exit(blame));
  const seen = lines(program);
  const wrong = Array.from({ length: Math.max(seen.length, wanted.length) }).findIndex(
    (_, i) => seen[i] !== wanted[i]?.[0],
  );
  t.expect(wrong < 0, {
    expected: wanted.map(([line]) => line).join(', '),
    saw: seen.slice(0, wanted.length + 1).join(', '),
    looksLike: (wanted[wrong] ?? wanted.at(-1))?.[1],
  });
  t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the program ${describeExit(exit)}` });
}

graded(
  '09.3',
  2,
  'a callback of a batch removes other channels of it, or changes its own mask',
  (t: TestContext) => prints(t, 'batch', BATCH),
  { needs: [LOOPS] },
);

graded('09.4', 2, ROUNDS, (t: TestContext) => prints(t, 'rounds', IN_ROUNDS), { needs: [LOOPS] });

graded(
  '09.4',
  2,
  'a task may cancel its own timer, and another one that is due',
  (t: TestContext) => prints(t, 'due', DUE),
  { needs: [LOOPS] },
);
