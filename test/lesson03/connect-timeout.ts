import { O_NONBLOCK } from '#sys';
import { freePort } from '../../src/grading/free-port.ts';
import type { Bench } from '../../src/grading/test-context.ts';
import { descriptorFlags } from '../../src/kit/kernel/fdinfo.ts';
import type { Server } from '../../src/kit/observed-program.ts';
import { fullBacklog } from './backlog.ts';
import { READS } from './lesson.ts';
import { expectTimedOut, gradedTry, MS, silentPeer, tried } from './try.ts';

function expectBlocking(bench: Bench, program: Server, when: string): void {
  const fd = Number(/^fd (\d+)$/m.exec(program.output.out)?.[1] ?? -1);
  const flags = descriptorFlags(program.pid, fd);
  bench.expect(flags !== null && (flags & O_NONBLOCK) === 0, {
    expected: `the socket to block ${when}, as it did before`,
    saw: flags === null ? `no descriptor ${fd}` : `flags 0${flags.toString(8)}: O_NONBLOCK (04000) is set`,
    looksLike: 'L03-B09',
  });
}

gradedTry(
  '03.2',
  4,
  'connectTimeout: connects',
  async (bench: Bench) => {
    const peer = await silentPeer();
    try {
      const { program, result } = await tried(bench, [
        '--call',
        'connect',
        '--port',
        String(peer.port),
        '--ms',
        '5000',
      ]);
      bench.expect(result === 'connected', { expected: 'connected', saw: result });
      expectBlocking(bench, program, 'after a success');
    } finally {
      peer.close();
    }
  },
  { needs: [READS] },
);

gradedTry(
  '03.2',
  5,
  'connectTimeout: says that nobody listens',
  async (bench: Bench) => {
    const { program, result } = await tried(bench, ['--call', 'connect', '--port', String(freePort()), '--ms', '5000']);
    bench.expect(result === 'ECONNREFUSED', {
      expected: 'ECONNREFUSED',
      saw: result,
      looksLike: result === 'connected' ? 'L03-B07' : undefined,
    });
    expectBlocking(bench, program, 'after a failure');
  },
  { needs: ['connectTimeout: connects'] },
);

gradedTry(
  '03.2',
  7,
  'connectTimeout: gives up when the queue is full',
  async (bench: Bench) => {
    const listener = await fullBacklog();
    bench.note('a listener whose queue is full: it answers no SYN');
    try {
      const seen = await tried(bench, ['--call', 'connect', '--port', String(listener.port), '--ms', String(MS)]);
      expectTimedOut(bench, seen, seen.result === 'connected' ? 'L03-B07' : undefined);
      expectBlocking(bench, seen.program, 'after a time-out');
    } finally {
      listener.close();
    }
  },
  { needs: ['connectTimeout: connects'] },
);
