/** The graded tests of lesson 10, in the order in which they run. */
import './queue.ts';
import './loops.ts';
import './owners.ts';
import './workers.ts';
import './idle.ts';
import './bank.ts';
import './books.ts';
import './stop.ts';
import { lesson, OWNERS } from './lesson.ts';

lesson.cleanliness('10.7', 2, [OWNERS], (kind) => (kind === 'busy' ? 'unread' : 'two-owners'));
