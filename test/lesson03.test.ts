/** The graded tests of lesson 03, in the order in which they run. */
import './lesson03/timeouts.ts';
import './lesson03/connect-timeout.ts';
import './lesson03/serving.ts';
import './lesson03/fd-set.ts';
import './lesson03/late-reader.ts';
import './lesson03/tick.ts';
import './lesson03/client.ts';
import { lesson, SERVES } from './lesson03/lesson.ts';

lesson.cleanliness('03.3', 2, [SERVES], () => 'L03-B11');
