/** The graded tests of lesson 04, in the order in which they run. */
import './lesson04/interest-list.ts';
import './lesson04/level.ts';
import './lesson04/edge.ts';
import './lesson04/endings.ts';
import { LAST_WORDS, lesson, SERVES } from './lesson04/lesson.ts';

lesson.cleanliness('04.5', 2, [SERVES, LAST_WORDS], () => 'L04-B17');
