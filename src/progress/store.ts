import { readFileSync, renameSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writeAtomically } from '../host/atomic-write.ts';
import { PROJECT } from '../host/project.ts';
import { Stop } from '../host/stop.ts';

export interface Points {
  readonly earned: number;
  readonly points: number;
  /** Only a later step is missing for the other points. */
  readonly later?: true;
}

/** A learner's progress, under the steps' stable keys. One small file, `.lab/progress.json`. */
export interface Progress {
  version: 1;
  steps: Record<string, Points>;
  /** The number of hints shown, by step. */
  hints: Record<string, number>;
  /** The failure that the last grading found, by step. */
  last: Record<string, LastFailure>;
  /** Places in walkthroughs; see class-place.ts. */
  classes?: Readonly<Record<string, unknown>>;
}

/** Files of earlier versions have only an id of a mistake (`L02-B02`) that no longer exists: such a failure is not shown. */
export interface LastFailure {
  /** The slug of the known mistake that the failure looks like. */
  readonly looksLike?: string;
  /** The question of that mistake has been asked. */
  readonly told: boolean;
  readonly title?: string;
  readonly expected?: string;
  readonly saw?: string;
}

const PROGRESS_FILE = join(PROJECT, '.lab', 'progress.json');

const empty = (): Progress => ({ version: 1, steps: {}, hints: {}, last: {} });

/** Reads the file. A damaged file is set aside, never overwritten; an unreadable one stops the command. */
export function readProgress(file: string = PROGRESS_FILE): Progress {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return empty();
    throw new Stop(`Your progress, ${shown(file)}, cannot be read (${reason(error)}): repair or remove it first.`);
  }
  const progress = parse(text);
  if (progress === null) return setBrokenAside(file);
  if (progress.version !== 1) {
    throw new Stop(`Your progress, ${shown(file)}, was written by a newer version of the lab: update the lab first.`);
  }
  return progress;
}

/** Reads, changes and writes in one go, so that changes by other processes are kept. */
export function updateProgress(change: (progress: Progress) => void, file: string = PROGRESS_FILE): Progress {
  const progress = readProgress(file);
  change(progress);
  try {
    writeAtomically(file, `${JSON.stringify(progress, null, 1)}\n`, { durable: true });
  } catch (error) {
    throw new Stop(`Your progress, ${shown(file)}, cannot be written (${reason(error)}).`);
  }
  return progress;
}

function parse(text: string): Progress | null {
  try {
    const value = JSON.parse(text) as Partial<Progress> | null;
    const whole = [value?.steps, value?.hints, value?.last].every((part) => typeof part === 'object' && part !== null);
    return whole && typeof value?.version === 'number' ? (value as Progress) : null;
  } catch {
    return null;
  }
}

function setBrokenAside(file: string): Progress {
  const aside = `${file}.broken-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    throw new Stop(`Your progress, ${shown(file)}, is damaged and cannot be set aside (${reason(error)}).`);
  }
  process.stderr.write(
    `Your progress was damaged and is kept as ${shown(aside)}; counting starts anew: grade your lessons again.\n`,
  );
  return empty();
}

const shown = (file: string): string => {
  const path = relative(PROJECT, file);
  return path.startsWith('..') ? file : path;
};

const reason = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
