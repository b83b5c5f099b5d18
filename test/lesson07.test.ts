/** The graded tests of lesson 07, in the order in which they run. */
import './lesson07/workers.ts';
import './lesson07/passing.ts';
import './lesson07/serving.ts';
import './lesson07/hand-out.ts';
import './lesson07/death.ts';
import './lesson07/replacing.ts';
import './lesson07/exit.ts';
import { lesson, SHARES } from './lesson07/lesson.ts';

lesson.cleanliness('07.4', 2, [SHARES], (kind) =>
  kind === 'zombies' ? 'L07-B06' : kind === 'busy' ? 'L07-B09' : 'L07-B04',
);
