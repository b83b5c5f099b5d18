import { expect, test } from 'vitest';
import { testsOf } from '../../src/cli/house/suite.ts';

const LEFT_OUT = '--exclude=**/*.long.test.ts';

test.each([
  [[], [LEFT_OUT], true],
  [['-t', 'all'], ['-t', 'all', LEFT_OUT], true],
  [['--bail=1'], ['--bail=1', LEFT_OUT], true],
  [['all'], [], false],
  [['all', '-t', 'epoll'], ['-t', 'epoll'], false],
  [['test/cli/menu.long.test.ts'], ['test/cli/menu.long.test.ts'], false],
] as const)('npm test -- %j runs vitest with %j', (words, args, short) => {
  expect(testsOf(words)).toEqual({ args, short });
});
