import { expect, test } from 'vitest';
import { SystemError } from '#sys';
import { highlight, stepCode } from '../../src/course/files/code.ts';
import { regionsOf, skeletonOf, withoutRegions } from '../../src/course/files/skeleton.ts';
import { todo } from '../../src/program/todo.ts';

const SOLUTION = `import { log } from '#program';

export function first(): number {
  //#region 42.1
  // TODO 42.1: say the first number. Not two.
  //   man: one(2)
  log('one'); // the remark stays
  return 1;
  //#endregion
}

export function second(): void {
  //#region 42.2 silent
  // TODO 42.2: say two.
  log('two');
  //#endregion
}
`;

test('a skeleton keeps the task and throws in place of the code; a silent region is left empty', () => {
  const skeleton = skeletonOf(SOLUTION);
  expect(skeleton).toContain("import { log, todo } from '#program';");
  expect(skeleton).toContain("  //   man: one(2)\n  todo('42.1', 'say the first number');\n  //#endregion");
  expect(skeleton).toContain('  // TODO 42.2: say two.\n  //#endregion');
  expect(skeleton).not.toContain('return 1');
});

test('in a catch the missing step gets the caught error', () => {
  const solution = SOLUTION.replace(
    "  log('two');\n  //#endregion",
    `  log('two');
  //#endregion
  try {
    first();
  } catch (error) {
    //#region 42.3
    // TODO 42.3: log the error.
    log(String(error));
    //#endregion
  }`,
  );
  expect(skeletonOf(solution)).toContain("todo('42.3', 'log the error', error);");
});

test('solved steps keep their code, and when all are solved the skeleton is the solution', () => {
  expect(skeletonOf(SOLUTION, new Set(['42.1']))).toContain('return 1');
  expect(skeletonOf(SOLUTION, new Set(['42.1', '42.2']))).toBe(SOLUTION);
});

test('a library has all code, and neither markers nor tasks', () => {
  expect(withoutRegions(SOLUTION)).toBe(`import { log } from '#program';

export function first(): number {
  log('one'); // the remark stays
  return 1;
}

export function second(): void {
  log('two');
}
`);
});

test.each([
  ['//#region 42.1\n//#region 42.2\n//#endregion', 'line 2: region 42.2 begins inside region 42.1'],
  ['//#endregion', 'line 1: #endregion without a region'],
  ['\n//#region 42.1', 'line 2: region 42.1 has no #endregion'],
])('markers that do not pair up are refused: %j', (source, message) => {
  expect(() => regionsOf(source)).toThrow(message);
});

test('the code of a step is its function’s first line and its body, with the numbers of the file', () => {
  expect(stepCode(SOLUTION, '42.1')).toEqual([
    [
      { number: 3, text: 'export function first(): number {' },
      { number: 7, text: "  log('one'); // the remark stays" },
      { number: 8, text: '  return 1;' },
    ],
  ]);
});

test('highlighting changes no character', () => {
  for (const line of SOLUTION.split('\n')) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
    expect(highlight(line).replace(/\x1b\[[0-9;]*m/g, '')).toBe(line);
  }
});

test('a missing step rethrows a programming error and replaces any other error', () => {
  const slip = new TypeError('fd must be a file descriptor');
  expect(() => todo('42.3', 'log the error', slip)).toThrow(slip);
  expect(() => todo('42.3', 'log the error', new SystemError('read', 104))).toThrow('log the error');
});
