import { expect, test } from 'vitest';
import { questionText } from '../../src/cli/walkthrough/view.ts';
import { referenceFiles, skeletons } from '../../src/course/files/targets.ts';
import { lessons } from '../../src/course/registry.ts';
import { codeOf, withoutCode } from '../../src/stage/shown-code.ts';
import { stepsOf } from '../../src/stage/walk.ts';
import { Session } from '../../src/web/session.ts';

const trimmed = (text: string): string[] => text.split('\n').map((line) => line.trim());

test.each(lessons)('lesson $id: nocode shows the task of each step and no line of an answer', async (lesson) => {
  const steps = await stepsOf(lesson);
  const given = new Set(skeletons(lesson).flatMap(({ text }) => trimmed(text)));
  const answers = referenceFiles(lesson)
    .flatMap(({ text }) => trimmed(text))
    .filter((line) => line.length > 12 && !given.has(line));
  expect(answers.length).toBeGreaterThan(20);
  const shownIn = (text: string): string[] => answers.filter((line) => trimmed(text).includes(line));
  const linesOf = (shown: typeof steps): string[] =>
    shown.flatMap(({ code }) =>
      code === undefined
        ? []
        : codeOf(lesson, code)
            .flat()
            .map(({ text }) => text),
    );
  const before = withoutCode(steps);
  expect(shownIn(linesOf(steps).join('\n')), 'with code').not.toEqual([]);
  expect(shownIn(linesOf(before).join('\n'))).toEqual([]);
  for (const [index, step] of before.entries()) {
    if (step.code === undefined) continue;
    expect(
      codeOf(lesson, step.code)
        .flat()
        .some(({ text }) => text.includes(`TODO ${step.code?.step}`)),
    ).toBe(true);
    const text = questionText(step, { lesson, index, count: before.length }, 80);
    expect(text).toContain(`${step.code.file}, step ${step.code.step}, as you begin`);
  }
});

test('the page for the projector shows the same', async () => {
  const lesson = lessons.find(({ id }) => id === '02');
  if (lesson === undefined) throw new Error('there is no lesson 02');
  const textOf = async (steps: Awaited<ReturnType<typeof stepsOf>>): Promise<string> => {
    const session = new Session(lesson, steps, () => {});
    const { code } = session.state.step;
    await session.end();
    return (code?.pieces ?? [])
      .flatMap((lines) => lines.map(({ tokens }) => tokens.map(({ text }) => text).join('')))
      .join('\n');
  };
  const steps = await stepsOf(lesson);
  expect(await textOf(steps)).not.toContain('todo(');
  expect(await textOf(withoutCode(steps))).toContain("todo('02.");
});
