import { ARCHIVE } from './paths.ts';

/** Where a file of a platform's download belongs. */
export interface Place {
  /** The folder of the submission. */
  readonly submission: string;
  /** The path in that folder; null for an archive, whose contents belong there. */
  readonly path: string | null;
}

/** Canvas: `leeann_LATE_123_456_server.ts`, with the ids of the user and of the upload; `-1` marks the second version of a file. */
const CANVAS = /^([^_]+(?:_LATE)?_\d+)_\d+_(.+?)(?:-\d+)?(\.[^.]+|\.tar\.gz)$/i;

/** Gradescope puts everything into one folder. */
const GRADESCOPE = /^assignment_\d+_export\//;

/**
 * Moodle has a folder a person, `Ann Lee_657737_assignsubmission_file_/lab.zip`; Canvas has all files side by side. Everything
 * else is a folder, or an archive, for each person. Null for a file that belongs to nobody.
 */
export function placeOf(path: string): Place | null {
  const [first = '', ...rest] = path.replace(GRADESCOPE, '').split('/');
  const inside = rest.join('/');
  if (rest.length > 1 || (rest.length === 1 && !ARCHIVE.test(inside))) return { submission: first, path: inside };
  if (rest.length === 1) return { submission: first, path: null };
  const [, submission, stem, ending] = CANVAS.exec(first) ?? [];
  if (submission !== undefined) return { submission, path: ARCHIVE.test(ending ?? '') ? null : `${stem}${ending}` };
  const name = first.replace(ARCHIVE, '');
  // "...zip" would be the folder above.
  return ARCHIVE.test(first) && !/^\.*$/.test(name) ? { submission: name, path: null } : null;
}
