/** The graded tests of lesson 08, in the order in which they run. */
import './lesson08/ring.ts';
import './lesson08/waiting.ts';
import './lesson08/serving.ts';
import './lesson08/stop.ts';
import { lesson, SERVES } from './lesson08/lesson.ts';

lesson.cleanliness('08.4', 4, [SERVES], (kind) =>
  kind === 'busy' ? 'L08-B12' : kind === 'connections' ? 'L08-B18' : undefined,
);
