import { crc32 } from 'node:zlib';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';

/** The lines that the receiver prints for these messages. */
export const printed = (messages: readonly Buffer[]): string[] =>
  messages.map(
    (message) => `message of ${message.length} bytes, CRC-32 ${crc32(message).toString(16).padStart(8, '0')}`,
  );

export const linesOf = (receiver: ObservedProgram): string[] => receiver.output.out.split('\n').slice(1, -1);

/** Waits until the receiver has printed exactly these lines. */
export async function expectPrinted(
  t: TestContext,
  receiver: ObservedProgram,
  wanted: readonly string[],
  looksLike: (seen: readonly string[]) => string | undefined,
): Promise<void> {
  await receiver
    .waitFor('a line for each message', () => linesOf(receiver).length >= wanted.length, { alive: false })
    .catch(() => undefined);
  await receiver.quiet();
  const seen = linesOf(receiver);
  const short = (line: string | undefined): string => (line ?? '').replace(/, CRC.*/, '');
  /** The length may be right and the bytes wrong. */
  const told = (line: string, i: number): string =>
    short(line) === short(wanted[i]) && line !== wanted[i]
      ? `${short(line)}, with other contents than those that were sent`
      : short(line);
  t.expect(seen.join() === wanted.join(), () => ({
    expected: wanted.map(short).join(' | '),
    saw: seen.length === 0 ? 'nothing' : seen.map(told).join(' | '),
    kernel: receiver.describeProcesses(),
    looksLike: looksLike(seen),
  }));
}

/** How many streams the receiver has logged as broken. */
export const lostBy = (receiver: ObservedProgram): number => receiver.log.filter((line) => / lost /.test(line)).length;
