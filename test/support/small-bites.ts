import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { EchoSeen } from '../../src/kit/echo-seen.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { LaunchOptions } from '../../src/kit/process/launch.ts';
import type { Fault } from '../../src/sys/core/faults.ts';

const BITE = 1000;

/** The file of a server, or a function that starts it. */
export type Startable = string | ((options: LaunchOptions) => Promise<ObservedProgram>);

export const startOf = (t: TestContext, server: Startable, options: LaunchOptions = {}): Promise<ObservedProgram> =>
  typeof server === 'string' ? t.start(server, options) : server(options);

/** Pending bytes do not go out in one piece either. */
export async function smallBites(
  t: TestContext,
  startable: Startable,
  lost: string,
  rare: readonly Fault[] = [],
): Promise<void> {
  const server = await startOf(t, startable, { faults: [{ calls: ['write', 'send'], cap: BITE }, ...rare] });
  t.note('each write of this run takes at most 1,000 bytes');
  const client = await t.connect(server);
  const looksLike = ({ got, sent, situation }: EchoSeen): string | undefined => {
    if (situation?.kind === 'busy') return undefined;
    return got.equals(sent.subarray(0, got.length)) ? lost : 'read-while-pending';
  };
  for (const size of [BITE + 1, 100 * BITE]) {
    const bytes = patternBytes(size);
    await server.frozen(() => {
      client.offer(bytes);
    });
    await t.step(`sent ${size} bytes at once, while the server was stopped`, () => client.expect(bytes, looksLike));
  }
}
