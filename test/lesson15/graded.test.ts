/** The graded tests of lesson 15, in the order in which they run. */
import './blocking.ts';
import './polling.ts';
import './multiplexed.ts';
import './signals.ts';
import './moments.ts';
import './completions.ts';
import './proactor.ts';
import './buffers.ts';
import './crowds.ts';
import './stop.ts';
import { ECHOES, FORBIDDEN, lesson } from './lesson.ts';

lesson.cleanliness('15.6', 2, [ECHOES], () => 'never-closes', FORBIDDEN);
