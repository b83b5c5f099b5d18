import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';
import { skeletons } from '../course/files/targets.ts';
import type { Lesson } from '../course/lesson.ts';
import { folderName, PROOF, solutionDir } from '../course/registry.ts';
import { contents } from './contents.ts';
import { packageJson } from './pages.ts';
import { copyInto, trackedFiles } from './tracked.ts';

const ROUTES = [
  '.dockerignore',
  'grading/Dockerfile',
  'grading/grade-one',
  'grading/gradescope/run_autograder',
  'grading/gradescope/setup.sh',
];

/**
 * Writes the grader's copy of the lab into an empty folder: it grades these lessons, and has no reference, no history and
 * nobody's submission. The grader proves itself with the references without their comments, types and local names. They keep
 * their file names and imports, so that they are graded like any submission, and grade-one lets only root read them.
 */
export async function makeGrader(folder: string, lessons: readonly Lesson[]): Promise<void> {
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const copied = await contents(trackedFiles(), lessons);
  for (const path of [...copied, ...ROUTES]) copyInto(folder, path);
  put('package.json', packageJson(['grade'], copied));
  for (const lesson of lessons) {
    // Not those of lessons/, where somebody may have solved them.
    for (const { file, text } of skeletons(lesson)) {
      put(`lessons/${folderName(lesson)}/${file}`, text);
      put(`hand-out/skeletons/${folderName(lesson)}/${file}`, text);
    }
    for (const file of lesson.files) {
      const source = readFileSync(join(solutionDir(lesson), file), 'utf8');
      const { code } = await transform(source, { loader: 'ts', format: 'esm', minify: true, legalComments: 'none' });
      put(join(PROOF, folderName(lesson), file), code);
    }
  }
}
