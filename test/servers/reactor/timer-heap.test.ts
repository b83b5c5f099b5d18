import { expect, test } from 'vitest';
import { type Timer, TimerHeap } from '../../../lessons/09-reactor/timer-heap.ts';
import { random } from '../../support/random.ts';

const timer = (due: number): Timer => ({ task: () => {}, every: 0, due, at: -1, order: 0 });

test('the earliest is first after any sequence of additions and removals', () => {
  const seed = Number(process.env['LAB_SEED'] ?? Date.now() & 0x7fffffff);
  const next = random(seed);
  const heap = new TimerHeap();
  // Sorted by time, and within the same time by the order of their addition.
  const model: Timer[] = [];
  for (let i = 0; i < 20_000; i++) {
    const kind = next() % 5;
    if (kind < 3 && model.length < 500) {
      const added = timer(next() % 50);
      heap.add(added);
      const behind = model.findIndex(({ due }) => due > added.due);
      model.splice(behind < 0 ? model.length : behind, 0, added);
    } else {
      const [removed] = model.splice(kind === 3 ? 0 : next() % (model.length + 1), 1);
      heap.remove(removed ?? timer(0));
      if (removed !== undefined) heap.remove(removed); // the second time without effect
    }
    expect(heap.earliest === model[0], `LAB_SEED=${seed}, step ${i}`).toBe(true);
  }
});

test('16,000 timers cost a few comparisons each, whatever their order', () => {
  const COUNT = 16_000;
  const LEVELS = 14;
  let looks = 0;
  const counted = (due: number): Timer =>
    Object.defineProperty(timer(due), 'due', {
      get: () => {
        looks++;
        return due;
      },
    });
  for (const order of [(i: number) => i, (i: number) => -i, (i: number) => (i * 7919) % COUNT]) {
    looks = 0;
    const heap = new TimerHeap();
    const timers = Array.from({ length: COUNT }, (_, i) => counted(order(i)));
    for (const one of timers) heap.add(one);
    for (const one of timers) heap.remove(one);
    expect(heap.earliest).toBeUndefined();
    expect(looks).toBeLessThan(COUNT * LEVELS * 10);
  }
});
