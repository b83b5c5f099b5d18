import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The root of generated folders of lesson programs: skeletons under test, the reference, and the reference with a known mistake. */
export const TARGETS = join(PROJECT, '.lab', 'targets');
