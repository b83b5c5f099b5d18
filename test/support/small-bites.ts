import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { EchoSeen } from '../../src/kit/echo-seen.ts';
import type { Fault } from '../../src/sys/core/faults.ts';

const BITE = 1000;

/** Pending bytes do not go out in one piece either. */
export async function smallBites(
  t: TestContext,
  file: string,
  lost: string,
  rare: readonly Fault[] = [],
): Promise<void> {
  const server = await t.start(file, { faults: [{ calls: ['write', 'send'], cap: BITE }, ...rare] });
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
