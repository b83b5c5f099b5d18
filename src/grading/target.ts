import { readdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { referenceFolder } from '../course/files/reference.ts';
import { PROJECT } from '../host/project.ts';
import { programHere } from '../kit/process/handed-out.ts';

/** The lesson programs under test: `lessons` (the learner's), `solutions`, or a folder of generated ones. */
const target = (): string => process.env['LAB_TARGET'] ?? 'lessons';

/** The folder of one lesson's programs under test. */
export function targetFolder(lesson: string): string {
  const root = isAbsolute(target()) ? target() : join(PROJECT, target());
  const folder = readdirSync(root).find((name) => name.startsWith(`${lesson}-`));
  if (folder === undefined) throw new Error(`there is no lesson ${lesson} in ${root}`);
  return target() === 'solutions' ? referenceFolder(folder) : join(root, folder);
}

/** The path of one program under test. */
export function targetFile(lesson: string, file: string): string {
  const path = join(targetFolder(lesson), file);
  if (!programHere(path)) throw new Error(`${path} is missing: bring it back with npm run lesson ${lesson} reset`);
  return path;
}
