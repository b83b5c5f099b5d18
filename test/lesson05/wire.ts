import { createServer } from 'node:net';
import type { TestContext } from '../../src/grading/test-context.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { SENDER } from './lesson.ts';

/** Runs the sender with this input. Returns the bytes on the wire. */
export async function wireOf(
  t: TestContext,
  input: string,
  args: readonly string[],
  cap?: number,
): Promise<{ wire: Buffer; exit: number | null; words: string }> {
  const pieces: Buffer[] = [];
  let ended = false;
  const listener = createServer((socket) => {
    socket.on('data', (data) => pieces.push(data));
    socket.on('end', () => {
      ended = true;
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as { port: number };
  try {
    const sender = await t.watch(SENDER, {
      args: ['--port', String(port), ...args],
      ...(cap === undefined ? {} : { faults: [{ calls: ['write', 'send'], cap }] }),
    });
    sender.stdin?.end(input);
    const exit = await sender.exit();
    if (exit.code === 0) await sender.waitFor('the end of its stream', () => ended, { alive: false });
    return { wire: Buffer.concat(pieces), exit: exit.code, words: `it ${describeExit(exit)}` };
  } finally {
    listener.close();
  }
}

export const hex = (bytes: Buffer): string => {
  const text = bytes
    .subarray(0, 24)
    .toString('hex')
    .replaceAll(/(..)(?=.)/g, '$1 ');
  return `${bytes.length} bytes: ${text}${bytes.length > 24 ? ' …' : ''}`;
};
