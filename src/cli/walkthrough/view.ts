import { type CodeLine, highlight } from '../../course/files/code.ts';
import type { Lesson } from '../../course/lesson.ts';
import { keyOf, type WalkStep } from '../../stage/scene.ts';
import { codeOf, type ShownCode } from '../../stage/shown-code.ts';
import { beside, folded, paragraph, spread, wrap } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { windowSize } from '../terminal/screen.ts';

export interface Place {
  readonly lesson: Lesson;
  readonly index: number;
  readonly count: number;
}

/** A step up to its question. */
export function questionText(step: WalkStep, { lesson, index, count }: Place, width: number): string {
  const title = ` ${lesson.id} · ${index + 1}/${count}   ${paint.bold(step.title)}`;
  return [
    '',
    spread(title, paint.dim('← →'), width, 5),
    ...(step.code === undefined ? [] : ['', codeText(lesson, step.code)]),
    '',
    paragraph(step.say, width),
    '',
    paragraph(step.predict.question, width, 13).replace(/^ {13}/, `   ${paint.yellow.bold('PREDICT')}   `),
  ].join('\n');
}

function codeText(lesson: Lesson, code: ShownCode): string {
  const rows = (line: CodeLine): string[] => codeRows(line, windowSize()[0], '   ');
  const parts = codeOf(lesson, code).map((lines) => lines.flatMap(rows).join('\n'));
  return [paint.dim(`   ${titleOf(code)}`), parts.join(`\n   ${paint.dim('   ⋮')}\n`)].join('\n');
}

export const titleOf = ({ file, step, skeleton }: ShownCode): string =>
  `${file}, step ${step}${skeleton === true ? ', as you begin' : ''}`;

/** A line of code, folded; a comment at its end that does not fit moves above it. */
export function codeRows({ number, text }: CodeLine, width: number, margin = ''): string[] {
  const room = width - margin.length - 6;
  const [, indent = '', code = '', words = ''] = /^(\s*)(\S.*?)\s+\/\/ (.*)$/.exec(text) ?? [];
  const fits = text.length <= room || code === '';
  const remark = fits ? [] : wrap(words, room - indent.length - 3).map((line) => `${indent}// ${line}`);
  const rows = [...remark, ...folded(fits ? text : indent + code, room, 4)];
  const label = (i: number): string => paint.dim((i === remark.length ? String(number) : '').padStart(4));
  return rows.map((row, i) => `${margin}${label(i)}  ${highlight(row)}`);
}

export function choicesText(step: WalkStep, width: number): string {
  const keys = [
    ...step.predict.choices.map((choice) => [keyOf(choice), choice] as const),
    ['space', 'show me'] as const,
  ];
  return beside(
    [...keys, ['←', 'back'] as const, ['q', 'quit'] as const].map(
      ([key, what]) => `${paint.bold.cyan(`[${key}]`)} ${what}`,
    ),
    width,
  );
}

/** The right answer, and the prediction without a judgement. */
export function verdictText(step: WalkStep, chosen: number | null): string {
  const right = step.predict.choices[step.predict.answer] ?? '';
  if (chosen === null) return `   The answer: ${paint.bold(right)}`;
  const mine = step.predict.choices[chosen] ?? '';
  return chosen === step.predict.answer
    ? `   ${paint.green('✓')} ${mine}, as predicted`
    : `   predicted: ${mine}; the answer: ${paint.bold(right)}`;
}

export const provesText = (step: WalkStep, width: number): string => `\n${paragraph(`→ ${step.proves}`, width)}\n`;

/** The mistake in a step's question, if there is one. */
export function questionProblem({ predict }: WalkStep): string | null {
  const keys = predict.choices.map(keyOf);
  if (new Set(keys).size !== keys.length || keys.includes('q'))
    return 'its choices need different first letters, and not q';
  return predict.choices[predict.answer] === undefined ? 'its answer is none of its choices' : null;
}
