import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as given from '#program';
import * as sys from '#sys';
import { regionsOf } from '../files/skeleton.ts';
import { hintsText, KINDS } from '../hints.ts';
import type { Lesson, Step } from '../lesson.ts';
import { folderName, lessonDir, lessons, solutionDir } from '../registry.ts';
import { identifiersIn } from './identifiers.ts';

const BLOCKS = /^```ts\n([\s\S]*?)\n```$/gm;

/** Each step has an Idea, a Call and a Shape, and calls nothing that is not there; the Shape is code, and names nothing that its reference does not have. */
export const hintProblems = (): string[] => lessons.flatMap(problemsIn);

function problemsIn(lesson: Lesson): string[] {
  const file = `lessons/${folderName(lesson)}/hints.md`;
  if (!existsSync(join(lessonDir(lesson), 'hints.md'))) return []; // the structure check names it
  const sections = sectionsOf(hintsText(lesson));
  const known = lesson.steps.map(({ id }) => id);
  const names = namesFor(lesson);
  return [
    ...sections.filter(({ step }) => !known.includes(step)).map(({ step }) => `${step} is no step of its lesson`),
    ...lesson.steps.flatMap((step) => stepProblems(lesson, step, sections)),
    ...sections.flatMap((section) => callProblems(section, names)),
  ].map((problem) => `${file}: ${problem}`);
}

function stepProblems(lesson: Lesson, step: Step, sections: readonly Section[]): string[] {
  const [section, ...more] = sections.filter((one) => one.step === step.id);
  if (section === undefined) return [`${step.id} has no hints`];
  if (more.length > 0) return [`${step.id} has its heading twice`];
  const kinds = section.hints.map(({ kind }) => kind);
  if (kinds.join() !== KINDS.join())
    return [`${step.id} has ${kinds.join(', ') || 'no headings'}, not ${KINDS.join(', ')}`];
  const empty = section.hints.filter(({ text }) => text === '').map(({ kind }) => `${step.id} ${kind} is empty`);
  return [...empty, ...shapeProblems(lesson, step, section.hints.at(-1)?.text ?? '')];
}

/** A name with a parenthesis, as in `listen(fd)`. Not `listen(2)`, a page of the manual, and not a method: its object may be anything. */
const CALLED = /(?<![.\w$#])(#?[\w$]+)\((?!\d\))/g;

/** The names that the text of a hint calls in its pieces of code; those of a Shape are looked up in the files of its step. */
export const calledIn = (text: string): string[] =>
  [...text.replace(BLOCKS, '').matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) =>
    [...code.matchAll(CALLED)].map(([, name = '']) => name),
  );

/** What a hint calls is in the lesson, or in what it may import. */
function callProblems({ step, hints }: Section, known: ReadonlySet<string>): string[] {
  const called = new Set(hints.flatMap(({ text }) => calledIn(text)));
  return [...called].filter((name) => !known.has(name)).map((name) => `${step}: there is no ${name}()`);
}

/** The names in the files of a lesson and its reference, and those that a program may import. */
const namesFor = (lesson: Lesson): ReadonlySet<string> => {
  const files = [lessonDir(lesson), solutionDir(lesson)].flatMap((dir) =>
    readdirSync(dir)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(dir, name), 'utf8')),
  );
  return new Set([...files.flatMap((text) => [...identifiersIn(text)]), ...Object.keys(sys), ...Object.keys(given)]);
};

function shapeProblems(lesson: Lesson, step: Step, shape: string): string[] {
  if (shape === '') return [];
  const code = [...shape.matchAll(BLOCKS)].map(([, block]) => block).join('\n');
  if (code === '') return [`${step.id} Shape has no block of ts`];
  const files = filesOf(lesson, step);
  const known = new Set(files.flatMap(({ text }) => [...identifiersIn(text)]));
  const foreign = [...identifiersIn(code)].filter((name) => !known.has(name));
  if (foreign.length === 0) return [];
  return [`${step.id} Shape: not in ${files.map(({ file }) => file).join(', ')}: ${foreign.join(', ')}`];
}

/** The files of the reference in which the step is written. */
function filesOf(lesson: Lesson, step: Step): { file: string; text: string }[] {
  return lesson.files
    .map((file) => ({ file, text: readFileSync(join(solutionDir(lesson), file), 'utf8') }))
    .filter(({ text }) => regionsOf(text).some((region) => region.step === step.id));
}

interface Section {
  readonly step: string;
  readonly hints: { readonly kind: string; text: string }[];
}

function sectionsOf(text: string): Section[] {
  return text
    .split(/^## (?=\d\d\.\d+\b)/m)
    .slice(1)
    .map((part) => {
      const [, ...hints] = part.split(/^### /m);
      return { step: /^\d\d\.\d+/.exec(part)?.[0] ?? '', hints: hints.map(hintOf) };
    });
}

function hintOf(part: string): { kind: string; text: string } {
  const [kind = '', ...lines] = part.split('\n');
  return { kind: kind.trim(), text: lines.join('\n').trim() };
}
