import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first. One that is not named here comes later; `*.long.test.ts` run with `npm test -- all`. */
const LONG = [
  'test/project/advanced-track.long.test.ts',
  'test/project/basic-track.test.ts',
  'test/cli/class.long.test.ts',
  'test/class/hostile.long.test.ts',
  'test/cli/menu.long.test.ts',
  'test/sys/processes/fork-many.long.test.ts',
  'test/cli/grade.long.test.ts',
  'test/cli/walkthrough.long.test.ts',
  'test/cli/watch.long.test.ts',
  'test/cli/trace.long.test.ts',
  'test/trace/browser.long.test.ts',
  'test/cli/lesson.test.ts',
  'test/sys/threads/thread.test.ts',
  'test/kit/server.test.ts',
  'test/cli/new-lesson.long.test.ts',
  'test/project/walkthroughs.long.test.ts',
];

/** Begins with the long files: a long one at the end would keep one core busy and the other idle. */
export default class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((file) => moduleId.endsWith(`/${file}`));
      return at < 0 ? LONG.length : at;
    };
    return [...files].sort((a, b) => place(a) - place(b));
  }
}
