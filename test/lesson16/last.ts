import type { TestContext } from '../../src/grading/test-context.ts';
import { expectEnd, hold } from './held.ts';
import { graded } from './lesson.ts';

graded('16.4', 6, 'LAST_ACK: the peer closed first, and does not get the second FIN', async (t: TestContext) => {
  const held = await hold(t, {
    state: 'LAST_ACK',
    looksLike: (seen) => {
      if (seen === null || seen === 'CLOSE') return 'last-fin-gets-out';
      return seen.startsWith('FIN_WAIT') ? 'closed-first' : undefined;
    },
  });
  await expectEnd(t, held, 'remote');
});

graded('16.4', 6, 'CLOSING: two FINs cross, and one of them is not acknowledged', async (t: TestContext) => {
  const held = await hold(t, {
    state: 'CLOSING',
    looksLike: (seen) => {
      if (seen === 'TIME_WAIT' || seen === null || seen === 'CLOSE') return 'nothing-in-the-way';
      return seen === 'LAST_ACK' || seen === 'CLOSE_WAIT' ? 'one-after-the-other' : undefined;
    },
  });
  await expectEnd(t, held, 'local');
});
