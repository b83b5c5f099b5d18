import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeLine, highlight, stepCode } from '../lab/code.ts';
import type { Lesson } from '../lab/lesson.ts';
import { solutionDir } from '../lab/registry.ts';
import { paint, wrap } from '../lab/render.ts';
import type { WalkStep } from '../lab/scene.ts';
import { columns, paragraph, spread } from './terminal.ts';

export interface Place {
  readonly lesson: Lesson;
  readonly index: number;
  readonly count: number;
}

/** What a class sees before it predicts. */
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

function codeText(lesson: Lesson, code: NonNullable<WalkStep['code']>): string {
  const source = readFileSync(join(solutionDir(lesson), code.file), 'utf8');
  const parts = stepCode(source, code.step).map((lines) => lines.flatMap(codeLines).join('\n'));
  return [paint.dim(`   ${code.file}, step ${code.step}`), parts.join(`\n   ${paint.dim('   ⋮')}\n`)].join('\n');
}

const GUTTER = 9;

/** One line of code; a remark behind it that would not fit goes above it. */
function codeLines({ number, text }: CodeLine): string[] {
  const gutter = `   ${paint.dim(String(number).padStart(4))}  `;
  const remark = /^(\s*)(\S.*?)\s+(\/\/ .*)$/.exec(text);
  if (text.length + GUTTER <= (process.stdout.columns ?? 80) || remark === null) return [gutter + highlight(text)];
  const [, indent = '', code = '', words = ''] = remark;
  const room = columns() - GUTTER - indent.length - 3;
  const above = wrap(words, room).map(
    (part, i) => ' '.repeat(GUTTER) + highlight(`${indent}${i === 0 ? '' : '// '}${part}`),
  );
  return [...above, gutter + highlight(indent + code)];
}

/** The key of a choice is its first letter. */
export const keyOf = (choice: string): string => choice.trim()[0]?.toLowerCase() ?? '';

export const choicesText = (step: WalkStep): string =>
  `   ${[...step.predict.choices.map((choice) => `${paint.bold.cyan(`[${keyOf(choice)}]`)} ${choice}`), `${paint.bold.cyan('[space]')} show me`, `${paint.bold.cyan('[q]')} quit`].join('   ')}`;

/** How the prediction went: the right answer, and nobody is scolded. */
export function verdictText(step: WalkStep, chosen: number | null): string {
  const right = step.predict.choices[step.predict.answer] ?? '';
  if (chosen === null) return `   The answer: ${paint.bold(right)}`;
  const mine = step.predict.choices[chosen] ?? '';
  return chosen === step.predict.answer
    ? `   ${paint.green('✓')} ${mine}, as predicted`
    : `   predicted: ${mine}; the answer: ${paint.bold(right)}`;
}

export const provesText = (step: WalkStep, width: number): string => `\n${paragraph(`→ ${step.proves}`, width)}\n`;

/** What is wrong with a step's question itself. */
export function questionProblem({ predict }: WalkStep): string | null {
  const keys = predict.choices.map(keyOf);
  if (new Set(keys).size !== keys.length || keys.includes('q'))
    return 'its choices need different first letters, and not q';
  return predict.choices[predict.answer] === undefined ? 'its answer is none of its choices' : null;
}
