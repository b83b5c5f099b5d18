import type { PageState } from '../protocol.ts';
import { act } from './connection.ts';
import { resizeText, toggleTheme } from './look.ts';

export const goTo = (step: number): void => void act({ do: 'go', step });

export const run = (state: PageState, choice: number | null): void =>
  void act({ do: 'run', step: state.step.index, choice });

/** Plays the step again, with the same prediction. */
export const runAgain = (state: PageState): void => run(state, state.chosen);

/** The action of a key; null for keys of the browser. The letters of the choices come first. */
export function actionOf(event: KeyboardEvent, state: PageState, toggleHelp: () => void): (() => void) | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const key = event.key.toLowerCase();
  const choice = state.phase === 'asking' ? state.step.choices.findIndex((one) => one.key === key) : -1;
  if (choice >= 0) return () => run(state, choice);
  switch (key) {
    case 'arrowright':
    case 'arrowleft':
      if (scrolls(event.target)) return null;
      return () => goTo(state.step.index + (key === 'arrowright' ? 1 : -1));
    case ' ':
      if (event.target instanceof HTMLElement && event.target.closest('button, summary') !== null) return null;
      return state.phase === 'asking' ? () => run(state, null) : null;
    case 'r':
      return state.phase === 'done' ? () => runAgain(state) : null;
    case '+':
    case '=':
      return () => resizeText(1);
    case '-':
      return () => resizeText(-1);
    case 'd':
      return toggleTheme;
    case '?':
      return toggleHelp;
    default:
      return null;
  }
}

/** In a box that is too wide the arrow keys scroll. */
const scrolls = (target: EventTarget | null): boolean => {
  const box = target instanceof HTMLElement ? target.closest<HTMLElement>('.scrolls') : null;
  return box !== null && box.scrollWidth > box.clientWidth;
};

export const HELP: readonly (readonly [string, string])[] = [
  ['→  ←', 'the next step, the one before'],
  ['first letter', 'predicts that choice, and runs'],
  ['space', 'runs without a prediction'],
  ['r', 'runs the step again'],
  ['+  −', 'larger and smaller text'],
  ['d', 'dark or light'],
  ['?', 'these keys'],
];
