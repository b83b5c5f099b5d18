import { paint } from '../../lab/render.ts';
import { EXIT } from '../../lab/stop.ts';
import { columns, say } from '../terminal.ts';

const ROWS: readonly (readonly [string, string])[] = [
  ['', 'pick a lesson'],
  ['list', 'all lessons with points; list json for scripts'],
  ['next', 'the next lesson that misses points'],
  ['doctor', 'what this machine lacks, and how to get it'],
  ['01', 'where you are in lesson 01; keys for everything below'],
  ['01 read', 'the handout'],
  ['01 run', 'your server, with a client to talk to it; run NAME for another program'],
  ['01 test', 'grades your lesson, the same as npm test -- lesson01'],
  ['01 hint', 'one hint more each time; hint 01.2 for another step'],
  ['01 demo', 'the lesson live on the reference; demo list names the others'],
  ['01 walkthrough', 'predict, run, reveal; walkthrough auto plays it without stopping'],
  ['01 diff', 'yours against the reference; diff FILE for one file'],
  ['01 reset', 'back to the skeleton, yours is kept; reset 01.2 for one step, reset yes without asking'],
];

/** `help`. Options are bare words: npm keeps those with dashes for itself. */
export async function help(): Promise<number> {
  const width = columns();
  say('\n npm run lesson …\n');
  for (const [name, about] of ROWS) {
    const left = `   ${name.padEnd(16)}`;
    if (left.length + about.length <= width) say(paint.cyan(left) + about);
    else {
      const cut = about.indexOf('; ');
      say(paint.cyan(left) + about.slice(0, cut + 1));
      say(' '.repeat(left.length) + about.slice(cut + 2));
    }
  }
  say('\n npm test -- lesson01 …   grades lessons; npm test checks the lab itself\n');
  return EXIT.ok;
}
