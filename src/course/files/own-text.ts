import { isUtf8 } from 'node:buffer';
import { existsSync, readFileSync } from 'node:fs';
import { Stop } from '../../host/stop.ts';

/** A file of the learner's. Its text has our line ends; `null` where its bytes are no UTF-8, and reading would change them. */
interface OwnText {
  readonly text: string | null;
  /** Whether its lines end in CR LF, as editors on Windows write them. */
  readonly crlf: boolean;
}

export function ownText(path: string): OwnText | null {
  if (!existsSync(path)) return null;
  const bytes = readFileSync(path);
  const raw = bytes.toString('utf8');
  const ends = raw.split('\r\n').length - 1;
  return { text: isUtf8(bytes) ? unixEnds(raw) : null, crlf: ends > 0 && 2 * ends >= raw.split('\n').length - 1 };
}

export const unixEnds = (text: string): string => text.replaceAll('\r\n', '\n');

/** The text with the line ends of the file that it replaces. */
export const endedAs = (text: string, own: OwnText | null): string =>
  own?.crlf === true ? text.replaceAll('\n', '\r\n') : text;

/** The text to edit. */
export function editable({ text }: OwnText, file: string, otherwise: string): string {
  if (text === null) throw new Stop(`${file} has bytes that are no UTF-8 text, and cannot be edited: ${otherwise}.`);
  return text;
}
