import { hasCommand, isHandOut } from '../host/hand-out.ts';
import { EXIT } from '../host/stop.ts';
import { columns } from '../text/columns.ts';
import { paragraph } from '../text/fold.ts';
import { paint } from '../text/paint.ts';
import { table } from '../text/table.ts';
import { say } from './terminal/terminal.ts';

const ROWS: readonly (readonly [string, string])[] = [
  ['list', 'all lessons with points; list json for scripts'],
  ['next', 'the next lesson that misses points'],
  ['doctor', 'what is missing on this machine, and how to get it'],
  ['new 17 my-lesson', 'lays out a new lesson, for its author: see CONTRIBUTING.md'],
  ['01', 'your place in lesson 01, and keys for everything below'],
  ['01 read', 'the handout'],
  ['01 edit', 'opens the file of your step in $EDITOR'],
  ['01 run', 'your server, with a client to talk to it; run NAME for another program'],
  ['01 run trace', 'the same, and at the end every system call of your server, as lanes and as a page'],
  ['01 test', 'grades your lesson, the same as npm test -- lesson01'],
  ['01 test 01.2', 'grades one step and its prerequisites'],
  ['01 watch', 'grades at each save: first your step, then the lesson'],
  ['01 types', 'type errors in your files: programs run without a type check'],
  ['01 hint', 'one more hint each time; hint 01.2 for another step'],
  ['01 demo', 'the lesson live on the reference; demo list names the others'],
  ['01 break', 'a known mistake live, next to the reference; break NAME picks one'],
  ['01 trace', 'every system call of a demo, as lanes and as a page; trace NAME for another demo'],
  ['01 trace mine', 'the demo on your programs'],
  ['01 trace compare', 'the demo twice, side by side: compare mine, or compare and a known mistake'],
  ['01 trace segments', "the demo's segments of TCP as arrows between the two ends, and as a file for Wireshark"],
  ['01 walkthrough', 'predict, run, reveal; continues at your last place; walkthrough 5 begins at step 5'],
  [
    '01 walkthrough big',
    "one item a screen, for the back of the room; enlarge the letters with your terminal's zoom, Ctrl +",
  ],
  ['01 walkthrough auto', 'plays it without stopping; auto mistake NAME with a known mistake: which claims turn red?'],
  ['01 walkthrough nocode', "before a deadline: with the skeleton's code instead of the reference's; also nocode web"],
  ['01 walkthrough web', 'the same in a browser, for a projector, with the state of the kernel live; web PORT'],
  ['01 diff', 'your complete steps against the reference; diff 01.2, diff FILE, diff all'],
  [
    '01 solve',
    'replaces your code by the reference and keeps yours; solve 01.2 for one step, solve until 01.2; yes at the end skips the question',
  ],
  ['01 reset', 'back to the skeleton, your code is kept; reset 01.2 for one step, reset yes skips the question'],
  ['01 restore', 'brings back a version that was kept; kept lists them'],
];

const LAB =
  'npm test -- lesson01 … grades lessons; npm run grade grades a class; npm test checks the lab itself, npm test -- all with its commands.';
const COPY =
  'npm test -- lesson01 … grades lessons, npm test all of them; npm run update FOLDER takes what a newer copy has.';

/** `help`. Options are bare words: npm keeps those with dashes for itself. */
export async function help(): Promise<number> {
  const width = columns();
  say('\n npm run lesson …\n');
  const here = ROWS.filter(([name]) => name.split(' ').every(hasCommand));
  const rows = here.map(([name, about]) => [paint.cyan(name), about]);
  for (const line of table(rows, width, { indent: 3 })) say(line);
  say(`\n${paragraph(isHandOut() ? COPY : LAB, width, 1)}\n`);
  return EXIT.ok;
}
