/** The graded tests of lesson 12, in the order in which they run. */
import './parsing.ts';
import './serving.ts';
import './connections.ts';
import './ending.ts';
import './wire.ts';
import './clients.ts';
import './large.ts';
import './time.ts';
import './modes.ts';
import { lesson, SERVES } from './lesson.ts';

lesson.cleanliness('12.5', 2, [SERVES], (kind) => (kind === 'busy' ? 'busy-when-full' : 'connections-left'));
