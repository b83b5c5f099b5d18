import { hasCommand } from '../../host/hand-out.ts';
import { beside } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';

/** Each key of the menu, its label, and the sub-command that it runs. */
const ALL = [
  ['m', 'handout', 'read'],
  ['e', 'edit', 'edit'],
  ['w', 'watch', 'watch'],
  ['t', 'test', 'test'],
  ['r', 'run', 'run'],
  ['h', 'hint', 'hint'],
  ['d', 'demo', 'demo'],
  ['b', 'break it', 'break'],
  ['p', 'walkthrough', 'walkthrough'],
  ['f', 'diff', 'diff'],
  ['l', 'lessons', null],
  ['Enter', 'overview', null],
  ['q', 'quit', null],
] as const;

const MENU = ALL.filter(([, , command]) => command === null || hasCommand(command));

/** As readline calls them. */
export const MENU_KEYS = MENU.map(([key]) => (key === 'Enter' ? 'return' : key));

/** The sub-command that a key runs; null for a key that the menu itself handles. */
export const commandOf = (key: string): string | null => MENU.find(([name]) => name === key)?.[2] ?? null;

/** The keys with their labels, in as many lines as the width requires. */
export const menuText = (width: number): string =>
  beside(
    MENU.map(([key, label]) => `${paint.bold.cyan(key)} ${label}`),
    width,
  );
