/** The graded tests of lesson 08, in the order in which they run. */
import './ring.ts';
import './waiting.ts';
import './serving.ts';
import './stop.ts';
import './refusing.ts';
import { lesson, SERVES } from './lesson.ts';

lesson.cleanliness('08.4', 4, [SERVES], (kind) =>
  kind === 'busy' ? 'polls' : kind === 'connections' ? 'unclosed' : undefined,
);
