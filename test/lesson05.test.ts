/** The graded tests of lesson 05, in the order in which they run. */
import './lesson05/writes.ts';
import './lesson05/whole.ts';
import './lesson05/sender.ts';
import './lesson05/broken.ts';
import './lesson05/peek.ts';
import './lesson05/decoders.ts';
import { lesson, RECORDS } from './lesson05/lesson.ts';

lesson.cleanliness('05.5', 2, [RECORDS], () => undefined);
