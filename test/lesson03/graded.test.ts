/** The graded tests of lesson 03, in the order in which they run. */
import './timeouts.ts';
import './rare-results.ts';
import './connect-timeout.ts';
import './serving.ts';
import './select-fails.ts';
import './fd-set.ts';
import './late-reader.ts';
import './tick.ts';
import './pause.ts';
import './client.ts';
import './short-transfers.ts';
import { lesson, SELECTS, SERVES } from './lesson.ts';

lesson.cleanliness(
  '03.3',
  2,
  [SERVES],
  () => 'closed-in-set',
  null,
  (t) =>
    t.expect(t.memo.has(SELECTS), {
      expected: 'a server that waits with select, in at least one of the tests above',
      saw: 'none',
      looksLike: 'no-select',
    }),
);
