import { lessons } from '../../course/registry.ts';
import { EXIT } from '../../host/stop.ts';
import { nextOpenLesson } from '../../progress/points.ts';
import { readProgress } from '../../progress/store.ts';
import { say } from '../terminal/terminal.ts';
import { open } from './menu.ts';

/** `next`: opens the first incomplete lesson. */
export async function next(): Promise<number> {
  const lesson = nextOpenLesson(readProgress(), lessons);
  if (lesson !== null) return open(lesson);
  say('All lessons are complete.');
  return EXIT.ok;
}
