/** The graded tests of lesson 13, in the order in which they run. */
import './codec.ts';
import './reader.ts';
import './pool.ts';
import './dispatch.ts';
import './workers.ts';
import './python.ts';
import './sending.ts';
import './heartbeat.ts';
import './deadlines.ts';
import './recycling.ts';
import './stopping.ts';
import { ANSWERS, lesson } from './lesson.ts';

lesson.cleanliness('13.8', 2, [ANSWERS], (kind) => (kind === 'busy' ? 'sender-spins' : 'not-closed'));
