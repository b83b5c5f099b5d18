import { O_NONBLOCK } from '#sys';
import { freePort } from '../../src/grading/free-port.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptorFlags } from '../../src/kit/kernel/fdinfo.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { fullBacklog } from './backlog.ts';
import { READS } from './lesson.ts';
import { expectTimedOut, gradedTry, MS, silentPeer, tried } from './try.ts';

function expectBlocking(t: TestContext, program: ObservedProgram, when: string): void {
  const fd = Number(/^fd (\d+)$/m.exec(program.output.out)?.[1] ?? -1);
  const flags = descriptorFlags(program.pid, fd);
  t.expect(flags !== null && (flags & O_NONBLOCK) === 0, {
    expected: `the socket to block ${when}, as it did before`,
    saw: flags === null ? `no descriptor ${fd}` : `flags 0${flags.toString(8)}: O_NONBLOCK (04000) is set`,
    looksLike: 'flags-left',
  });
}

gradedTry(
  '03.2',
  4,
  'connectTimeout: connects',
  async (t: TestContext) => {
    const peer = await silentPeer();
    try {
      const { program, result } = await tried(t, ['--call', 'connect', '--port', String(peer.port), '--ms', '5000']);
      t.expect(result === 'connected', { expected: 'connected', saw: result });
      expectBlocking(t, program, 'after a success');
    } finally {
      peer.close();
    }
  },
  { needs: [READS] },
);

gradedTry(
  '03.2',
  5,
  'connectTimeout: throws ECONNREFUSED when no listener is there',
  async (t: TestContext) => {
    const { program, result } = await tried(t, ['--call', 'connect', '--port', String(freePort()), '--ms', '5000']);
    t.expect(result === 'ECONNREFUSED', {
      expected: 'ECONNREFUSED',
      saw: result,
      looksLike: result === 'connected' ? 'writable-is-connected' : undefined,
    });
    expectBlocking(t, program, 'after a failure');
  },
  { needs: ['connectTimeout: connects'] },
);

gradedTry(
  '03.2',
  7,
  'connectTimeout: gives up when the queue is full',
  async (t: TestContext) => {
    const listener = await fullBacklog();
    t.note('opened a listener and filled its queue: the kernel answers no further SYN');
    try {
      const seen = await tried(t, ['--call', 'connect', '--port', String(listener.port), '--ms', String(MS)]);
      expectTimedOut(t, seen, seen.result === 'connected' ? 'writable-is-connected' : undefined);
      expectBlocking(t, seen.program, 'after a time-out');
    } finally {
      listener.close();
    }
  },
  { needs: ['connectTimeout: connects'] },
);
