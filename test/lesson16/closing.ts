import type { TestContext } from '../../src/grading/test-context.ts';
import { expectEnd, expectOpen, hold } from './held.ts';
import { graded } from './lesson.ts';

graded('16.3', 4, 'FIN_WAIT2 at the end that closed first, for as long as it is wanted', async (t: TestContext) => {
  const held = await hold(t, {
    state: 'FIN_WAIT2',
    peer: 'CLOSE_WAIT',
    looksLike: (seen) => (seen === 'CLOSE_WAIT' ? 'sides-swapped' : undefined),
  });
  expectOpen(t, held, 'closed-not-shut');
  await expectEnd(t, held, 'local');
});

graded('16.3', 4, 'CLOSE_WAIT at the end whose peer closed first', async (t: TestContext) => {
  const held = await hold(t, {
    state: 'CLOSE_WAIT',
    peer: 'FIN_WAIT2',
    looksLike: (seen) => (seen === 'FIN_WAIT2' ? 'sides-swapped' : undefined),
  });
  expectOpen(t, held);
  await expectEnd(t, held, 'remote');
});

graded('16.3', 6, 'FIN_WAIT1: the FIN does not get out', async (t: TestContext) => {
  const held = await hold(t, {
    state: 'FIN_WAIT1',
    looksLike: (seen) => (seen === 'FIN_WAIT2' || seen === 'TIME_WAIT' ? 'fin-gets-out' : undefined),
  });
  await expectEnd(t, held, 'local');
});
