import { expect, test } from 'vitest';
import { regionsOf, skeletonOf } from '../../src/lab/skeleton.ts';

const SOLUTION = `import { log } from '#program';

export function first(): number {
  //#region 09.1
  // TODO 09.1: return one; nothing else.
  //   man: one(2)
  return 1;
  //#endregion
}

export function second(): void {
  //#region 09.2 silent
  // TODO 09.2: log it.
  log('two');
  //#endregion
}
`;

test('keeps the comment of a step and puts todo in place of its code', () => {
  const skeleton = skeletonOf(SOLUTION);
  expect(skeleton).toContain("  //   man: one(2)\n  todo('09.1', 'return one');\n  //#endregion");
  expect(skeleton).not.toContain('return 1;');
});

test('imports todo beside what the file imports already', () => {
  expect(skeletonOf(SOLUTION)).toContain("import { log, todo } from '#program';");
});

test('leaves a silent region empty but for its comment', () => {
  expect(skeletonOf(SOLUTION)).toContain('  // TODO 09.2: log it.\n  //#endregion');
});

test('keeps the code of the steps that are asked for', () => {
  const skeleton = skeletonOf(SOLUTION, new Set(['09.1']));
  expect(skeleton).toContain('return 1;');
  expect(skeleton).not.toContain("log('two')");
  expect(skeletonOf(SOLUTION, new Set(['09.1', '09.2']))).toBe(SOLUTION);
});

test('gives each region its step and lines', () => {
  expect(regionsOf(SOLUTION)).toEqual([
    { step: '09.1', silent: false, begin: 3, end: 7 },
    { step: '09.2', silent: true, begin: 11, end: 14 },
  ]);
});

test.each([
  ['a region inside a region', '//#region 01.1\n//#region 01.2\n', 'begins inside region 01.1'],
  ['an end without a beginning', '//#endregion\n', 'without a region'],
  ['a beginning without an end', '//#region 01.1\n', 'has no #endregion'],
])('refuses %s', (_, source, message) => {
  expect(() => regionsOf(source)).toThrow(message);
});

test('refuses a step without its TODO', () => {
  expect(() => skeletonOf('//#region 01.1\nreturn;\n//#endregion\n')).toThrow('must begin with "// TODO 01.1: …"');
});
