import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import { expectEndByError } from '../support/bugs.ts';
import { ACCEPTS, READS, WAITS, WRITES } from '../support/calls.ts';
import { outOfDescriptors } from '../support/out-of-descriptors.ts';
import { graded, HELLO, SERVER, SERVES, startServer } from './lesson.ts';

// A stale set makes calls that find nothing, since no descriptor blocks: only the recorded calls show it.
graded(
  '03.3',
  2,
  'makes no call on its sockets after an interrupted select',
  async (t: TestContext) => {
    const recording = t.record();
    const server = await t.start(SERVER, { env: recording.env });
    const idle = await t.connect(server);
    await idle.exchange(HELLO);
    const slow = await t.connect(server, { receiveBuffer: 4096 });
    await t.step('a client got its echo; another one sent without reading, until the queues were full', () =>
      slow.fill(patternBytes(24_000_000), () => 'stalled'),
    );
    await server.quiet();
    const inodes = [server.listener(), idle.serverRow, slow.serverRow].map((row) => row?.inode ?? 0);
    const held = socketInodes(server.pid);
    const descriptors = inodes.map((inode) => held.get(inode));
    server.signal('SIGTERM');
    await t.step('sent SIGTERM, which interrupts select; the server exits', () => server.exit());
    const calls = recording.lane(server.pid);
    const interrupted = calls.findLastIndex((event) => WAITS.some((name) => isCall(event, name)));
    t.expect(interrupted >= 0, {
      expected: 'a select, or a call that does the same',
      saw: 'none in the whole run',
      looksLike: 'no-select',
    });
    const made = calls
      .slice(interrupted + 1)
      .filter((event) => [...READS, ...WRITES, ...ACCEPTS].some((name) => isCall(event, name)))
      .filter(({ args: [fd] }) => descriptors.includes(Number(fd)));
    t.expect(made.length === 0, {
      expected: 'no read, write or accept in the round of a select that was interrupted',
      saw: made.map(({ name, args: [fd], error, result }) => `${name}(${fd}): ${error || result}`).join(', '),
      looksLike: 'stale-after-eintr',
    });
  },
  { needs: [SERVES] },
);

graded(
  '03.3',
  2,
  'ends on an error of select that is no interruption',
  async (t: TestContext) => {
    const server = await startServer(t, { faults: [{ calls: WAITS, error: 'ENOMEM', at: [2] }] });
    await t.connect(server);
    t.note('connected a client; the second select of this run fails with ENOMEM');
    await expectEndByError(t, server, 'the server cannot wait for its clients', 'every-error');
  },
  { needs: [SERVES] },
);

graded(
  '03.3',
  2,
  'sleeps while no descriptors are left, and accepts again later',
  (t: TestContext) => outOfDescriptors(t, (options) => startServer(t, options)),
  { needs: [SERVES] },
);
