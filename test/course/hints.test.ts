import { expect, test } from 'vitest';
import { calledIn, hintProblems } from '../../src/course/checks/hints.ts';

test('the names that a hint calls: no methods, no pages of the manual, nothing of its Shape', () => {
  const text = [
    'Call `listen(fd)` and `this.#give(fd)`, or `#take(fd)`; `Buffer.from(text)` and `accept(2)` are none of ours.',
    '```ts\nshape(fd);\n```',
  ].join('\n');
  expect(calledIn(text)).toEqual(['listen', '#take']);
});

test('the hints of all lessons call what is there', () => {
  expect(hintProblems()).toEqual([]);
});
