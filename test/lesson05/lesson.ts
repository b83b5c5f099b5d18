import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const SENDER = targetFile('05', 'sender.ts');
export const RECEIVER = targetFile('05', 'receiver.ts');

/** The tests of this lesson: each file registers its own. */
export const lesson = new LessonTests('05');
export const graded = lesson.graded.bind(lesson);

/** Titles of tests that others need. */
export const WRITES = 'sender: sends every byte when write takes only a few at a time';
export const RECORDS = 'receiver: takes records that arrive whole';
export const LINES = 'receiver: takes lines that arrive whole';
export const LENGTHS = 'receiver: takes messages behind a length that arrive whole';

export interface Row {
  readonly step: string;
  readonly framing: string;
  readonly args: readonly string[];
  readonly encode: (message: Buffer) => Buffer;
  readonly messages: readonly Buffer[];
  readonly whole: string;
  readonly points: { whole: number; cut: number; incremental: number };
}

export function behindLength(message: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  return Buffer.concat([length, message]);
}

const words = ['first', 'a second one', 'naïve 粘包 🙂'].map((text) => Buffer.from(text));

export const rows: readonly Row[] = [
  {
    step: '05.2',
    framing: 'fixed',
    args: ['--framing', 'fixed', '--size', '10'],
    encode: (message) => message,
    messages: ['0123456789', 'abcdefghij', '\0\r\n\u0001xyz   '].map((text) => Buffer.from(text)),
    whole: RECORDS,
    points: { whole: 3, cut: 5, incremental: 1 },
  },
  {
    step: '05.3',
    framing: 'lines',
    args: ['--framing', 'lines', '--max', '100'],
    encode: (message) => Buffer.concat([message, Buffer.from('\n')]),
    messages: [...words, Buffer.from(''), Buffer.from('x'.repeat(100))],
    whole: LINES,
    points: { whole: 3, cut: 5, incremental: 1 },
  },
  {
    step: '05.4',
    framing: 'length',
    args: ['--framing', 'length', '--max', '100'],
    encode: behindLength,
    messages: [...words, Buffer.from(''), Buffer.from('\n\r\0'), Buffer.from('x'.repeat(100))],
    whole: LENGTHS,
    points: { whole: 3, cut: 5, incremental: 2 },
  },
];
