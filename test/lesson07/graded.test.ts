/** The graded tests of lesson 07, in the order in which they run. */
import './workers.ts';
import './passing.ts';
import './serving.ts';
import './worker-end.ts';
import './hand-out.ts';
import './death.ts';
import './waiting-client.ts';
import './replacing.ts';
import './errors.ts';
import './exit.ts';
import { lesson, SHARES } from './lesson.ts';

lesson.cleanliness('07.4', 2, [SHARES], (kind) =>
  kind === 'zombies' ? 'unburied' : kind === 'busy' ? 'spin' : 'parent-copy',
);
