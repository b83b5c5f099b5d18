import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const CONFIG = targetFile('14', 'try-config.ts');
export const LOG = targetFile('14', 'try-log.ts');
export const WORKERS = targetFile('14', 'try-workers.ts');
export const SERVER = targetFile('14', 'server.ts');

/** Registers the graded tests of this lesson. */
const lesson = new LessonTests('14');
export const graded = lesson.graded.bind(lesson);

/** Titles of tests that others name in `needs`. */
export const READS = 'reads the settings of a file, and defaults for the rest';
export const WHOLE = 'four processes write into one log, and each line is whole';
export const STARTS = 'starts workers, and sleeps while there is nothing to do';
export const SERVES = 'workers serve, and the master does not';
export const REPLACES = 'reaps a worker that is killed, and replaces it';
export const STOPS = 'SIGTERM stops all at once, also in the middle of an answer';
export const RELOADS = 'SIGHUP: new workers with the new settings, and the old ones finish';
export const DETACHES = 'the launcher ends with status 0 once the daemon serves';
