import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { READS, TRY } from './lesson.ts';
import { expectTimedOut, gradedTry, MS, PATIENCE_MS, resultOf, silentPeer, tried } from './try.ts';

gradedTry('03.1', 3, READS, async (t: TestContext) => {
  const peer = await silentPeer();
  try {
    const { result } = await tried(t, ['--call', 'read', '--port', String(peer.port), '--ms', '0'], async (program) => {
      await t.step('0 waits for ever: the program sleeps', () => program.quiet());
      await until(() => peer.socket() ?? null, PATIENCE_MS);
      peer.socket()?.write('hello');
      t.note('sent 5 bytes');
    });
    t.expect(result === '5 bytes', {
      expected: '5 bytes',
      saw: result,
      looksLike: result === 'ETIMEDOUT' ? 'zero-at-once' : undefined,
    });
  } finally {
    peer.close();
  }
});

gradedTry(
  '03.1',
  4,
  'readTimeout: throws ETIMEDOUT when nothing comes',
  async (t: TestContext) => {
    const peer = await silentPeer();
    try {
      expectTimedOut(t, await tried(t, ['--call', 'read', '--port', String(peer.port), '--ms', String(MS)]));
    } finally {
      peer.close();
    }
  },
  { needs: [READS] },
);

gradedTry(
  '03.1',
  5,
  'readTimeout: times out on time though signals interrupt it',
  async (t: TestContext) => {
    const peer = await silentPeer();
    try {
      const answer = await tried(
        t,
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
          t.note(`sent SIGUSR2, which has a handler, every ${Math.round(MS / 17)} ms until the call was over`);
          t.expect((await over) !== null, {
            expected: `the end of the call after ${MS} ms`,
            saw: `none in ${PATIENCE_MS / 1000} s`,
            looksLike: 'starts-anew',
          });
        },
      );
      t.expect(answer.result !== 'EINTR', {
        expected: 'another wait after EINTR',
        saw: 'EINTR',
        looksLike: 'eintr-ends',
      });
      expectTimedOut(t, answer);
    } finally {
      peer.close();
    }
  },
  { needs: [READS] },
);

gradedTry('03.1', 2, 'acceptTimeout: takes a connection, and gives up when none comes', async (t: TestContext) => {
  expectTimedOut(t, await tried(t, ['--call', 'accept', '--ms', '1000']), undefined, 1000);
  const program = await t.start(TRY, { args: ['--call', 'accept', '--ms', '0'] });
  await program.quiet();
  await t.connect(program);
  const result = await t.step('a client connected', () => resultOf(program));
  t.expect(/^accepted fd \d+$/.test(result ?? ''), { expected: 'the connection', saw: result ?? 'nothing' });
});

gradedTry('03.1', 2, 'writeTimeout: gives up on a peer that does not read', async (t: TestContext) => {
  const peer = await silentPeer();
  try {
    const seen = await tried(t, ['--call', 'write', '--port', String(peer.port), '--ms', String(MS)]);
    expectTimedOut(t, seen);
    t.expect(
      seen.program.log.some((line) => /wrote \d+ bytes/.test(line)),
      {
        expected: 'the number of bytes that fit, before a call for the rest times out',
        saw: 'no number: the first call waited for the rest',
        looksLike: 'blocking-write',
      },
    );
  } finally {
    peer.close();
  }
});
