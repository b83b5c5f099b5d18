/** The graded tests of lesson 05, in the order in which they run. */
import './writes.ts';
import './whole.ts';
import './sender.ts';
import './broken.ts';
import './peek.ts';
import './decoders.ts';
import { lesson, RECORDS } from './lesson.ts';

lesson.cleanliness('05.5', 2, [RECORDS], () => undefined);
