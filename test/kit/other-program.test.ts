import { afterEach, expect, test } from 'vitest';
import { otherProgram } from '../../src/grading/other-program.ts';
import { until } from '../../src/host/wait.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';

let program: ObservedProgram | null = null;
afterEach(async () => {
  await program?.end();
  program = null;
});

const launch = async (behave: string): Promise<ObservedProgram> => {
  program = await ObservedProgram.launch('test/kit/fixtures/programs.ts', { args: ['--behave', behave] });
  return program;
};

test.each([
  ['becomes another program', /^the program has become \S+$/],
  ['has a child that becomes another program and keeps the listener', /^its process \d+ has become \S+$/],
])('a program that %s is not the one under test', async (behave, saw) => {
  const watched = await launch(behave);
  expect((await until(() => otherProgram(watched), 60_000))?.saw).toMatch(saw);
});

test.each(['leaves its group', 'has a child that becomes another program'])(
  'a program that %s does its own work',
  async (behave) => {
    const watched = await launch(behave);
    await watched.waitFor('a child', () => watched.children().length > 0);
    await watched.quiet();
    expect(otherProgram(watched)).toBeNull();
  },
);
