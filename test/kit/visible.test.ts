import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { TestResult } from '../../src/grading/result.ts';
import { type ReportLine, receive } from '../../src/grading/runner/report-channel.ts';
import { visible } from '../../src/text/visible.ts';

test('control characters, marks of direction and lone surrogates are made visible, and nothing else is changed', () => {
  expect(visible('\x00\x1b[2J\x7f\x9b \u202etxt.exe\u2069 \ud800')).toBe(
    '␀␛[2J␡<U+009B> <U+202E>txt.exe<U+2069> <U+D800>',
  );
  const plain = 'tab\t, line\n, ümlaut, 日本, 👩‍🚀';
  expect(visible(plain)).toBe(plain);
});

test('what a program has printed arrives without control characters in a result', async () => {
  const said = '\x1b]0;title\x07\x1b[2J';
  const test: TestResult = {
    lesson: '01',
    step: '01.1',
    title: 'speaks',
    points: 1,
    status: 'failed',
    transcript: [said],
    failure: { expected: said, saw: said, kernel: [said], log: [said] },
    unwritten: [],
  };
  const line: ReportLine = { kind: 'result', test };
  const results: TestResult[] = [];
  const stream = Readable.from([`${JSON.stringify(line)}\n`]);
  receive(stream, (result) => results.push(result));
  await new Promise((resolve) => stream.once('end', resolve));
  const shown = '␛]0;title␇␛[2J';
  expect(results).toEqual([
    { ...test, transcript: [shown], failure: { expected: shown, saw: shown, kernel: [shown], log: [shown] } },
  ]);
});
