import type { Lesson } from '../course/lesson.ts';
import { findLesson, lessons, planned } from '../course/registry.ts';
import { hasCommand } from '../host/hand-out.ts';
import { EXIT, Stop } from '../host/stop.ts';

export type LessonCommand = (lesson: Lesson, args: readonly string[]) => Promise<number>;

/** The commands after a lesson's number, loaded when called: the overview needs none of them. */
const commands: Readonly<Record<string, () => Promise<LessonCommand>>> = {
  read: async () => (await import('./lesson/read.ts')).read,
  run: async () => (await import('./lesson/run.ts')).run,
  test: async () => (await import('./lesson/test.ts')).test,
  watch: async () => (await import('./lesson/watch.ts')).watch,
  types: async () => (await import('./lesson/types.ts')).types,
  hint: async () => (await import('./lesson/hint.ts')).hint,
  demo: async () => (await import('./lesson/demo.ts')).demo,
  break: async () => (await import('./lesson/demo.ts')).breakOne,
  trace: async () => (await import('./lesson/trace.ts')).trace,
  edit: async () => (await import('./lesson/edit.ts')).edit,
  walkthrough: async () => (await import('./lesson/walkthrough.ts')).walkthrough,
  diff: async () => (await import('./lesson/diff.ts')).diff,
  solve: async () => (await import('./files/solve.ts')).solve,
  reset: async () => (await import('./files/reset.ts')).reset,
  kept: async () => (await import('./files/restore.ts')).kept,
  restore: async () => (await import('./files/restore.ts')).restore,
};

/** Commands that pass their options on to another program. For all others `--auto` equals `auto`. */
const PASSES_OPTIONS = new Set(['run', 'test']);

/** `npm run lesson …` */
export async function lesson(args: readonly string[]): Promise<number> {
  const [first, second, ...rest] = args;
  switch (first === undefined ? 'home' : bare(first)) {
    case 'home':
      return (await import('./menu/home.ts')).home();
    case 'list':
      return (await import('./menu/list.ts')).list(args.slice(1).map(bare));
    case 'next':
      return (await import('./menu/next.ts')).next();
    case 'doctor':
      return (await import('./house/doctor.ts')).doctor();
    case 'new':
      if (!hasCommand('new')) break;
      return (await import('./house/new-lesson.ts')).newLesson(args.slice(1));
    case 'help':
    case '-h':
      return (await import('./help.ts')).help();
  }
  const found = findLesson(first ?? '');
  if (found === null) throw unknownLesson(first ?? '');
  if (second === undefined) return (await import('./menu/menu.ts')).open(found);
  if (bare(second) === 'help' || second === '-h') return (await import('./help.ts')).help();
  return runLessonCommand(found, second, rest);
}

export async function runLessonCommand(found: Lesson, name: string, args: readonly string[]): Promise<number> {
  const load = Object.hasOwn(commands, name) && hasCommand(name) ? commands[name] : undefined;
  if (load === undefined) {
    const here = Object.keys(commands).filter(hasCommand);
    const close = here.find((known) => [...known].sort().join('') === [...name].sort().join(''));
    const others = close === undefined ? `there are ${here.join(', ')}.` : `is it ${close}?`;
    throw new Stop(`Lessons have no command "${name}": ${others}`, EXIT.usage);
  }
  const words = PASSES_OPTIONS.has(name) ? args : args.filter((arg) => arg !== '--').map(bare);
  return (await load())(found, words);
}

const bare = (arg: string): string => arg.replace(/^--(?=.)/, '');

function unknownLesson(text: string): Stop {
  const step = /^(\d\d)\.\d+$/.exec(text)?.[1];
  if (step !== undefined) return new Stop(`${text} is a step: npm run lesson ${step} opens its lesson.`, EXIT.usage);
  const id = /^(?:lesson)?(\d+)$/.exec(text)?.[1]?.padStart(2, '0');
  if (id === undefined) {
    return new Stop(`"${text}" is neither a lesson nor a command: see npm run lesson help.`, EXIT.usage);
  }
  const later = planned.find((candidate) => candidate.id === id);
  if (later !== undefined) return new Stop(`Lesson ${id}, ${later.title}, is planned and not there yet.`, EXIT.usage);
  const ids = lessons.map((lesson) => lesson.id).join(', ');
  return new Stop(`There is no lesson ${id}: there are ${ids}.`, EXIT.usage);
}
