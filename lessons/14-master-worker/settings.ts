/** The settings that a configuration file may contain. */
export type Level = 'debug' | 'info' | 'error';

/** From the least important to the most important. */
export const LEVELS: readonly Level[] = ['debug', 'info', 'error'];

export interface Settings {
  readonly workers: number;
  readonly greeting: string;
  /** The log file; empty for standard error. */
  readonly log: string;
  /** Less important lines are left out. */
  readonly level: Level;
  /** The limit on descriptors of each worker (RLIMIT_NOFILE). */
  readonly descriptors: number;
  /** Seconds that a worker which has been told to leave waits for its clients. */
  readonly patience: number;
}

export const DEFAULTS: Settings = {
  workers: 2,
  greeting: 'hello',
  log: '',
  level: 'info',
  descriptors: 1024,
  patience: 30,
};

/** The value that a key takes: a whole number, one of several words, or any text. */
export type Kind =
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'text' };

export const KEYS: Readonly<Record<string, Kind>> = {
  workers: { kind: 'number', min: 1, max: 32 },
  greeting: { kind: 'text' },
  log: { kind: 'text' },
  level: { kind: 'word', words: LEVELS },
  descriptors: { kind: 'number', min: 3, max: 1_000_000 },
  patience: { kind: 'number', min: 1, max: 3600 },
};
