import { expect, test } from 'vitest';
import { EPOLLERR, EPOLLET, EPOLLHUP, EPOLLIN, EPOLLOUT, EPOLLRDHUP } from '#sys';
import { tokensOf } from '../../src/course/files/code.ts';
import { maskText, ranges } from '../../src/web/descriptors.ts';

test('a mask is printed by names, EPOLLERR and EPOLLHUP only without others', () => {
  expect(maskText(EPOLLIN | EPOLLERR | EPOLLHUP)).toBe('EPOLLIN');
  expect(maskText((EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET | EPOLLERR) >>> 0)).toBe(
    'EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET',
  );
  expect(maskText(EPOLLERR | EPOLLHUP)).toBe('EPOLLERR | EPOLLHUP');
  expect(maskText(0)).toBe('nothing: switched off');
});

test('successive numbers are one range', () => {
  expect(ranges([3, 4, 5, 8, 10, 11])).toBe('3–5, 8, 10–11');
  expect(ranges([])).toBe('');
});

test('the tokens of a line join to the line', () => {
  const line = "  if (n === null) throw new Error('no // comment', EPOLLIN); // but this";
  const tokens = tokensOf(line);
  expect(tokens.map(({ text }) => text).join('')).toBe(line);
  expect(tokens.filter(({ kind }) => kind !== 'plain')).toEqual([
    { kind: 'word', text: 'if' },
    { kind: 'word', text: 'null' },
    { kind: 'word', text: 'throw' },
    { kind: 'word', text: 'new' },
    { kind: 'string', text: "'no // comment'" },
    { kind: 'constant', text: 'EPOLLIN' },
    { kind: 'comment', text: '// but this' },
  ]);
});
