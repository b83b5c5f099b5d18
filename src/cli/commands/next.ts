import { nextOpenLesson, readProgress } from '../../lab/progress.ts';
import { lessons } from '../../lab/registry.ts';
import { EXIT } from '../../lab/stop.ts';
import { say } from '../terminal.ts';
import { open } from './open.ts';

/** `next`: opens the first lesson that misses points. */
export async function next(): Promise<number> {
  const lesson = nextOpenLesson(readProgress(), lessons);
  if (lesson !== null) return open(lesson);
  say('Every lesson that is there is complete.');
  return EXIT.ok;
}
