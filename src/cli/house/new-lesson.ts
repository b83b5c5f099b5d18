import { layOutLesson } from '../../course/new/lay-out.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { say } from '../terminal/terminal.ts';

/** `npm run lesson new 17 my-lesson`: begins a lesson. */
export async function newLesson(args: readonly string[]): Promise<number> {
  const [number, slug, ...more] = args;
  if (number === undefined || slug === undefined || more.length > 0)
    throw new Stop('A new lesson has a number and a slug: npm run lesson new 17 my-lesson.', EXIT.usage);
  for (const path of layOutLesson(number, slug)) say(` written  ${path}`);
  say('\n npm run check names what the lesson lacks, a line each. CONTRIBUTING.md says how to go on.');
  return EXIT.ok;
}
