import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson } from '../../course/lesson.ts';
import { folderName, lessonDir } from '../../course/registry.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { columns } from '../../text/columns.ts';
import { renderMarkdown } from '../handout/markdown.ts';
import { page } from '../terminal/pager.ts';

/** `NN read`: the handout. */
export async function read(lesson: Lesson): Promise<number> {
  const path = join(lessonDir(lesson), 'README.md');
  if (!existsSync(path))
    throw new Stop(`Lesson ${lesson.id} has no handout: lessons/${folderName(lesson)}/README.md is missing.`);
  await page(renderMarkdown(readFileSync(path, 'utf8'), columns()));
  return EXIT.ok;
}
