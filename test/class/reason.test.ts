import { expect, test } from 'vitest';
import { reasonIn } from '../../src/class/caged-run.ts';

test.each([
  [
    "node:fs:573\n  return binding.open(\n\nError: EACCES: permission denied, open '/lab/x.ts'\n    at openSync\n  code: 'EACCES'\n}\n\nNode.js v20.20.2\n",
    "Error: EACCES: permission denied, open '/lab/x.ts'",
  ],
  ['TypeError [ERR_INVALID_ARG]: first\nError: second\n', 'TypeError [ERR_INVALID_ARG]: first'],
  ["bwrap: Can't mkdir /lab: Permission denied\n\n", "bwrap: Can't mkdir /lab: Permission denied"],
  ['', undefined],
])('the reason in a standard error is its first error, or else its last line', (complaint, reason) => {
  expect(reasonIn(complaint)).toBe(reason);
});
