import { EXIT, Stop } from '../../host/stop.ts';
import { ARCHIVE } from '../archives/paths.ts';
import { rowsOf } from './csv.ts';
import { timeOf } from './time.ts';

/** One line of a roster: a submission, and the person it is of. Several lines with one id are several submissions. */
export interface RosterLine {
  /** The folder or the archive, or what its name begins with. */
  readonly folder: string;
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** When the platform received it; null where the roster does not say. */
  readonly submitted: Date | null;
}

const NEEDED = ['folder', 'id', 'name'];

/** Reads a roster: a CSV file with the columns folder, id, name, and email and submitted where they are known. */
export function rosterOf(text: string, file: string): RosterLine[] {
  const { columns, rows } = rowsOf(text);
  const refuse = (why: string): never => {
    throw new Stop(`${file}: ${why}.`, EXIT.usage);
  };
  const missing = NEEDED.filter((name) => !columns.includes(name));
  if (missing.length > 0)
    refuse(
      `there is no column ${missing.join(', ')} in its first line; a roster has folder, id, name, email, submitted`,
    );
  const lines = rows.map((row) => {
    const at = (name: string): string => row[name] ?? '';
    const empty = NEEDED.find((name) => at(name) === '');
    if (empty !== undefined) refuse(`the row ${textOf(row)} has no ${empty}`);
    const submitted = at('submitted') === '' ? null : timeOf(at('submitted'));
    if (submitted === null && at('submitted') !== '')
      refuse(`the row ${textOf(row)}: "${at('submitted')}" is no time; write 2026-11-30T23:12+01:00`);
    const folder = at('folder').replace(ARCHIVE, '').replace(/\/+$/, '');
    return { folder, id: at('id'), name: at('name'), email: at('email'), submitted };
  });
  for (const [i, line] of lines.entries()) {
    const before = lines.slice(0, i);
    if (before.some(({ folder }) => folder === line.folder)) refuse(`${line.folder} is in two rows`);
    if (before.some(({ id, name }) => id === line.id && name !== line.name)) refuse(`the id ${line.id} has two names`);
  }
  return lines;
}

/** Its cells: numbers of rows differ where empty lines are left out. */
const textOf = (row: Readonly<Record<string, string>>): string => `"${Object.values(row).join(',')}"`;

/**
 * The line of a submission: that of its folder, or the longest one that its name begins with, up to a `_`. Moodle's folder
 * `Ann Lee_657737_assignsubmission_file_` is that of `Ann Lee`.
 */
export function lineOf(roster: readonly RosterLine[], submission: string): RosterLine | null {
  const fits = roster.filter(({ folder }) => submission === folder || submission.startsWith(`${folder}_`));
  return fits.sort((a, b) => b.folder.length - a.folder.length)[0] ?? null;
}
