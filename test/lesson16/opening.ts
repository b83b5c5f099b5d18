import { getsockopt, IPPROTO_TCP, TCP_DEFER_ACCEPT } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { allListeners } from '../../src/kit/kernel/tcp.ts';
import { expectEnd, expectOpen, type Held, hold } from './held.ts';
import { graded } from './lesson.ts';
import { onSocketOf } from './sockets.ts';

const HALF_A_MINUTE = 30;

/** TCP_DEFER_ACCEPT of the listener; null without: there are other ways to drop a segment. */
function deferredFor({ program, local }: Held): number | null {
  const inode = allListeners().find(({ localPort }) => localPort === local)?.inode;
  const seconds = onSocketOf(program, inode, (fd) => getsockopt(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT));
  return seconds === 0 ? null : seconds;
}

graded('16.2', 2, 'LISTEN, and then nothing is left of it', async (t: TestContext) => {
  const held = await hold(t, { state: 'LISTEN', looksLike: (seen) => (seen === null ? 'bound-only' : undefined) });
  expectOpen(t, held);
  await expectEnd(t, held, null);
});

graded('16.2', 2, 'ESTABLISHED at both ends', async (t: TestContext) => {
  const held = await hold(t, { state: 'ESTABLISHED', peer: 'ESTABLISHED' });
  expectOpen(t, held);
  await expectEnd(t, held, 'local');
});

graded(
  '16.2',
  5,
  'SYN_SENT: no answer comes while the queue is full, and one when there is room',
  async (t: TestContext) => {
    const held = await hold(t, {
      state: 'SYN_SENT',
      looksLike: (seen) => (seen === 'ESTABLISHED' ? 'room-in-queue' : undefined),
    });
    expectOpen(t, held);
    await expectEnd(t, held, 'local');
  },
);

graded('16.2', 5, 'SYN_RECV at the server, while its client is in ESTABLISHED', async (t: TestContext) => {
  const held = await hold(t, {
    state: 'SYN_RECV',
    peer: 'ESTABLISHED',
    looksLike: (seen) => (seen === 'ESTABLISHED' ? 'not-deferred' : undefined),
  });
  const seconds = deferredFor(held);
  t.expect(seconds === null || seconds >= HALF_A_MINUTE, {
    expected: 'a state that stays for a minute',
    saw: `TCP_DEFER_ACCEPT ${seconds}: after that the server sends its segment again, and the answer counts`,
    looksLike: 'deferred-briefly',
  });
  await expectEnd(t, held, 'remote');
});
