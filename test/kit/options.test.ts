import { expect, test } from 'vitest';
import { readOptions } from '../../src/program/options.ts';

const OPTIONS = {
  port: { default: 4000, about: 'the port' },
  dir: { default: '.', about: 'the folder' },
  loud: { default: false, about: 'more output' },
};

const read = (...args: string[]): unknown => readOptions(OPTIONS, args);

test('options keep their defaults, and take their types from them', () => {
  expect(read()).toEqual({ port: 4000, dir: '.', loud: false });
  expect(read('--port=0', '--dir', 'files', '--loud')).toEqual({ port: 0, dir: 'files', loud: true });
  expect(read('--help', '--loud')).toBeNull();
});

test.each([
  [['--bogus'], 'there is no option --bogus'],
  [['--toString=1'], 'there is no option --toString'],
  [['files'], '"files" is not an option'],
  [['--dir'], '--dir needs a value'],
  [['--dir', '--loud'], '--dir needs a value'],
  [['--loud=yes'], '--loud takes no value'],
  [['--port', 'x'], '--port takes a whole number from 0 to 65535, not "x"'],
  [['--port=65536'], '--port takes a whole number from 0 to 65535, not "65536"'],
])('%j is refused: %s', (args, sentence) => {
  expect(() => read(...args)).toThrow(sentence);
});
