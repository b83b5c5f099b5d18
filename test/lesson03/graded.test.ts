/** The graded tests of lesson 03, in the order in which they run. */
import './timeouts.ts';
import './connect-timeout.ts';
import './serving.ts';
import './fd-set.ts';
import './late-reader.ts';
import './tick.ts';
import './client.ts';
import { lesson, SERVES } from './lesson.ts';

lesson.cleanliness('03.3', 2, [SERVES], () => 'closed-in-set');
