import type { TestContext } from '../../src/grading/test-context.ts';
import { expectEnd, expectOpen, hold } from './held.ts';
import { graded } from './lesson.ts';

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
  await expectEnd(t, held, 'remote');
});
