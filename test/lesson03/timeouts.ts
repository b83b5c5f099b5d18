import type { Bench } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { READS, TRY } from './lesson.ts';
import { expectTimedOut, gradedTry, MS, PATIENCE_MS, resultOf, silentPeer, tried } from './try.ts';

gradedTry('03.1', 5, READS, async (bench: Bench) => {
  const peer = await silentPeer();
  try {
    const { result } = await tried(
      bench,
      ['--call', 'read', '--port', String(peer.port), '--ms', '0'],
      async (program) => {
        await bench.step('0 waits for ever: it sleeps', () => program.quiet());
        await until(() => peer.socket() ?? null, PATIENCE_MS);
        peer.socket()?.write('hello');
        bench.note('sent 5 bytes');
      },
    );
    bench.expect(result === '5 bytes', {
      expected: '5 bytes',
      saw: result,
      looksLike: result === 'ETIMEDOUT' ? 'L03-B20' : undefined,
    });
  } finally {
    peer.close();
  }
});

gradedTry(
  '03.1',
  4,
  'readTimeout: throws ETIMEDOUT when nothing comes',
  async (bench: Bench) => {
    const peer = await silentPeer();
    try {
      expectTimedOut(bench, await tried(bench, ['--call', 'read', '--port', String(peer.port), '--ms', String(MS)]));
    } finally {
      peer.close();
    }
  },
  { needs: [READS] },
);

gradedTry(
  '03.1',
  6,
  'readTimeout: keeps to its time though signals interrupt it',
  async (bench: Bench) => {
    const peer = await silentPeer();
    try {
      const answer = await tried(
        bench,
        ['--call', 'read', '--port', String(peer.port), '--ms', String(MS)],
        async (program) => {
          await program.quiet();
          const over = until(() => /^after /m.test(program.output.out) || program.exited !== null, PATIENCE_MS);
          const timer = setInterval(() => program.signal('SIGUSR2'), Math.round(MS / 17));
          try {
            await over;
          } finally {
            clearInterval(timer);
          }
          bench.note(`sent SIGUSR2, which has a handler, every ${Math.round(MS / 17)} ms until the call was over`);
          bench.expect((await over) !== null, {
            expected: `an end after ${MS} ms`,
            saw: `none in ${PATIENCE_MS / 1000} s`,
            looksLike: 'L03-B04',
          });
        },
      );
      bench.expect(answer.result !== 'EINTR', {
        expected: 'EINTR not to end the wait',
        saw: 'EINTR',
        looksLike: 'L03-B19',
      });
      bench.expect(answer.result === 'ETIMEDOUT', {
        expected: 'ETIMEDOUT',
        saw: answer.result,
        looksLike: 'L03-B06',
      });
    } finally {
      peer.close();
    }
  },
  { needs: [READS] },
);

gradedTry('03.1', 3, 'acceptTimeout: takes a connection, and gives up when none comes', async (bench: Bench) => {
  expectTimedOut(bench, await tried(bench, ['--call', 'accept', '--ms', String(MS)]));
  const program = await bench.start(TRY, { args: ['--call', 'accept', '--ms', '0'] });
  await program.quiet();
  await bench.connect(program);
  const result = await bench.step('a client connected', () => resultOf(program));
  bench.expect(/^accepted fd \d+$/.test(result ?? ''), { expected: 'the connection', saw: result ?? 'nothing' });
});

gradedTry('03.1', 4, 'writeTimeout: gives up on a peer that does not read', async (bench: Bench) => {
  const peer = await silentPeer();
  try {
    expectTimedOut(bench, await tried(bench, ['--call', 'write', '--port', String(peer.port), '--ms', String(MS)]));
  } finally {
    peer.close();
  }
});
