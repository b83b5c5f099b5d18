import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first. One that is not named here comes later. */
const LONG = [
  'test/project/references.test.ts',
  'test/cli/class.test.ts',
  'test/class/hostile.test.ts',
  'test/cli/menu.test.ts',
  'test/sys/processes/fork.test.ts',
  'test/cli/grade.test.ts',
  'test/cli/walkthrough.test.ts',
  'test/cli/watch.test.ts',
  'test/project/skeletons.test.ts',
  'test/cli/trace.test.ts',
  'test/trace/browser.test.ts',
  'test/cli/new-lesson.test.ts',
  'test/project/walkthroughs.test.ts',
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
