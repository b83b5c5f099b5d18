import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import { READS } from '../support/calls.ts';
import { EDGE, HELLO } from './lesson.ts';

const MANY = 600;
const EACH = 100;

/** Many bytes wait from one client, a few from another. Only the order of the calls shows whether both have their turn. */
export async function fairness(t: TestContext): Promise<void> {
  const recording = t.record();
  const server = await t.start(EDGE, { args: ['--read', String(EACH)], env: recording.env });
  const busy = await t.connect(server);
  const other = await t.connect(server);
  for (const client of [busy, other]) await client.exchange(HELLO);
  const held = socketInodes(server.pid);
  const [busyFd, otherFd] = [busy, other].map(({ serverRow }) => held.get(serverRow?.inode ?? 0));
  const before = recording.lane(server.pid).length;
  await t.step(
    `with --read ${EACH}: froze the server; one client sent ${EACH * MANY} bytes, then another client 5; thawed it`,
    () =>
      server.frozen(async () => {
        await busy.send(patternBytes(EACH * MANY));
        await other.send(HELLO);
      }),
  );
  await t.step('both clients got all their bytes back', async () => {
    await busy.expect(patternBytes(EACH * MANY));
    await other.expect(HELLO);
  });
  await server.quiet();
  const calls = recording.lane(server.pid).slice(before);
  const reads = (event: TraceEvent, fd: number | undefined): boolean => READS.some((name) => isCall(event, name, fd));
  const turn = calls.findIndex((event) => reads(event, otherFd));
  const earlier = calls.slice(0, Math.max(0, turn)).filter((event) => reads(event, busyFd)).length;
  t.expect(turn >= 0 && earlier < MANY, {
    expected: 'a read of the other client before all bytes of the first are read',
    saw: `its first read came after ${earlier} reads of the first client, when all its bytes had been read`,
    looksLike: 'greedy',
  });
}
