import { alikePairs } from '../../class/alike.ts';
import { findSubmissions } from '../../class/submissions.ts';
import { findLesson } from '../../course/registry.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { columns } from '../../text/columns.ts';
import { paragraph } from '../../text/fold.ts';
import { table } from '../../text/table.ts';
import { fromCaller } from '../terminal/from-caller.ts';
import { say } from '../terminal/terminal.ts';

const SHOWN = 20;

/** `npm run alike -- FOLDER NN`: which submissions of a lesson are alike. */
export async function alike(args: readonly string[]): Promise<number> {
  const words = args.filter((arg) => arg !== '--');
  const lesson = words.map(findLesson).find((found) => found !== null);
  const [folder, more] = words.filter((word) => findLesson(word) === null);
  if (folder === undefined || lesson === undefined || more !== undefined)
    throw new Stop('Name a folder of submissions and one lesson: npm run alike -- submissions 02', EXIT.usage);
  const { submissions } = findSubmissions(fromCaller(folder), [lesson]);
  const pairs = alikePairs(submissions, lesson);
  if (pairs.length === 0) throw new Stop(`${folder} has no two submissions of lesson ${lesson.id}.`);
  const rows = pairs
    .slice(0, SHOWN)
    .map(({ left, right, similarity, longest }) => [left, right, `${Math.round(similarity * 100)} %`, String(longest)]);
  say('');
  for (const line of table([['submission', 'and', 'alike', 'longest run'], ...rows], columns(), {
    head: true,
    indent: 1,
  }))
    say(line);
  const rest = pairs.length > SHOWN ? ` ${pairs.length - SHOWN} more pairs are less alike.` : '';
  say(`\n${paragraph(ADVICE + rest, columns(), 1)}`);
  return EXIT.ok;
}

const ADVICE =
  'Small steps have few right answers, so most pairs have something in common. Look at pairs that stand out from the rest, side by side, before you say anything.';
