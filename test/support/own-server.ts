import { isCall, type Recording } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';

/** After a client was served: the program has accepted it by a system call of its own, and not the servers that come with Node. */
export function expectOwnServer(
  t: TestContext,
  { recording, server, looksLike }: { recording: Recording; server: ObservedProgram; looksLike: string },
): void {
  const lane = recording.lane(server.pid);
  t.expect(
    ['accept', 'accept4'].some((name) => lane.some((event) => isCall(event, name))),
    {
      expected: 'the program to accept the connection itself',
      saw: 'no accept of its own: Node accepted it',
      looksLike,
    },
  );
}
