/** The graded tests of lesson 08, in the order in which they run. */
import './ring.ts';
import './waiting.ts';
import './serving.ts';
import './stop.ts';
import { lesson, SERVES } from './lesson.ts';

lesson.cleanliness('08.4', 4, [SERVES], (kind) =>
  kind === 'busy' ? 'L08-B12' : kind === 'connections' ? 'L08-B18' : undefined,
);
