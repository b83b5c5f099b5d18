import { existsSync, readdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { PROJECT } from '../host/project.ts';

/**
 * The folder of lesson programs under test. `LAB_TARGET` names another than the learner's:
 * `solutions`, or a folder of generated ones.
 */
export function targetFile(lesson: string, file: string): string {
  const target = process.env['LAB_TARGET'] ?? 'lessons';
  const root = isAbsolute(target) ? target : join(PROJECT, target);
  const folder = readdirSync(root).find((name) => name.startsWith(`${lesson}-`));
  const path = join(root, folder ?? '', file);
  if (folder === undefined || !existsSync(path)) {
    throw new Error(`${path} is missing: bring it back with npm run lesson ${lesson} reset`);
  }
  return path;
}
