/** The configuration file: `key = value`, one a line. A file is read whole and is right, or it changes nothing. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Failure } from '#program';
import { DEFAULTS, KEYS, type Kind, type Settings } from './settings.ts';

/** A configuration that cannot be used. The message says where: `FILE:LINE: …`. */
export class ConfigError extends Failure {
  override readonly name = 'ConfigError';
}

/** Reads a file. `file` is absolute, because a daemon changes its directory; `log` is relative to the file's folder. */
export function readConfig(file: string): Settings {
  const settings = parseConfig(textOf(file), file);
  return settings.log === '' ? settings : { ...settings, log: resolve(dirname(file), settings.log) };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${file}: ${(error as Error).message}`);
  }
}

/** The settings of a text, with defaults for the keys that it does not name. */
export function parseConfig(text: string, file: string): Settings {
  //#region 14.1
  // TODO 14.1: read `key = value` from each line; skip empty lines, and those that begin with `#`.
  //   - throw a ConfigError `${file}:${line}: …` for a line without `=`, an unknown key, a key that
  //     stands there twice, and a value that valueFrom refuses (null)
  //   - the first `=` divides: a greeting may contain others
  const values: Record<string, string | number> = {};
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const where = `${file}:${index + 1}`;
    const equals = line.indexOf('=');
    if (equals < 0) throw new ConfigError(`${where}: "${line}" is not of the form key = value`);
    const key = line.slice(0, equals).trim();
    const kind = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (kind === undefined) throw new ConfigError(`${where}: there is no setting "${key}"`);
    if (Object.hasOwn(values, key)) throw new ConfigError(`${where}: "${key}" is set twice`);
    const value = valueFrom(line.slice(equals + 1).trim(), kind);
    if (value === null) throw new ConfigError(`${where}: "${key}" takes ${described(kind)}`);
    values[key] = value;
  }
  return { ...DEFAULTS, ...values };
  //#endregion
}

/** The value of a text; null when it is not of this kind. */
function valueFrom(text: string, kind: Kind): string | number | null {
  //#region 14.1
  // TODO 14.1: return the number, the word or the text; null when the text is not of this kind.
  //   - a number has digits only and is in its range: Number('') is 0, and parseInt('4x') is 4
  if (kind.kind === 'text') return text;
  if (kind.kind === 'word') return kind.words.includes(text) ? text : null;
  const value = Number(text);
  return /^\d+$/.test(text) && value >= kind.min && value <= kind.max ? value : null;
  //#endregion
}

function described(kind: Kind): string {
  if (kind.kind === 'number') return `a whole number from ${kind.min} to ${kind.max}`;
  return kind.kind === 'word' ? `one of ${kind.words.join(', ')}` : 'a text';
}
