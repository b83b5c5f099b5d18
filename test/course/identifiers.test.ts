import { expect, test } from 'vitest';
import { identifiersIn } from '../../src/course/checks/identifiers.ts';

const names = (text: string): string[] => [...identifiersIn(text)];

test('identifiers are names of values and of properties', () => {
  expect(names('const ended = waitpid(-1, flags.WNOHANG);')).toEqual(['ended', 'waitpid', 'flags', 'WNOHANG']);
});

test('keywords, comments, strings, numbers and the dots of a sketch are none', () => {
  expect(names("for (;;) { … } // reap\n/* all */ return null; 'children' 0x1f")).toEqual([]);
});

test('what stands in a template literal is code again between its braces', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text that is read
  expect(names('`child ${show({ pid })} of ${all}` + more')).toEqual(['show', 'pid', 'all', 'more']);
});

test('a quote in a regular expression begins no string', () => {
  expect(names("const [, name] = /it's (\\w+)/.exec(line); left / right / last")).toEqual([
    'name',
    'exec',
    'line',
    'left',
    'right',
    'last',
  ]);
});
