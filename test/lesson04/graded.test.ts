/** The graded tests of lesson 04, in the order in which they run. */
import './interest-list.ts';
import './level.ts';
import './interest-calls.ts';
import './edge.ts';
import './endings.ts';
import { LAST_WORDS, lesson, SERVES } from './lesson.ts';

lesson.cleanliness('04.5', 2, [SERVES, LAST_WORDS], () => 'not-closed');
