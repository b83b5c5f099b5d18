import { existsSync, readdirSync, statSync } from 'node:fs';
import { Refused } from '../../class/archives/paths.ts';
import { isArchive, type Unpacked, unpackClass } from '../../class/archives/unpack.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { fromCaller } from '../terminal/from-caller.ts';
import { say } from '../terminal/terminal.ts';

const USAGE = `npm run unpack -- FROM TO

  FROM    the archive that Moodle, Canvas or Gradescope gives for an assignment, or a folder of zips and tar.gz
  TO      a new folder, or an empty one: it gets a folder for each submission

Archives that lead out of their folder, hold links, or are very large are refused. See grading/README.md.`;

/** `npm run unpack -- FROM TO`: unpacks what a learning platform gives. */
export async function unpack(args: readonly string[]): Promise<number> {
  const words = args.filter((arg) => arg !== '--');
  const [from, to, more] = words;
  if (from === undefined || to === undefined || more !== undefined || words.some((word) => word.startsWith('-'))) {
    say(USAGE);
    return words.some((word) => ['--help', '-h'].includes(word)) ? EXIT.ok : EXIT.usage;
  }
  const source = fromCaller(from);
  if (!existsSync(source)) throw new Stop(`${from} is not there.`, EXIT.usage);
  if (!statSync(source).isDirectory() && !isArchive(source))
    throw new Stop(`${from} is neither a folder nor a zip, tar or tar.gz.`, EXIT.usage);
  const target = fromCaller(to);
  if (existsSync(target) && (!statSync(target).isDirectory() || readdirSync(target).length > 0))
    throw new Stop(`${to} is not empty: name a new folder.`, EXIT.usage);
  return report(await unpacked(source, target, from), to);
}

function unpacked(source: string, target: string, from: string): Promise<Unpacked> {
  return unpackClass(source, target).catch((error: unknown) => {
    throw error instanceof Refused ? new Stop(`${from} is not unpacked: ${error.message}.`) : error;
  });
}

function report({ submissions, refused, leftOut }: Unpacked, to: string): number {
  say(` ${submissions.length} ${submissions.length === 1 ? 'submission' : 'submissions'} in ${to}`);
  for (const path of leftOut) say(` left out, because it is nobody's: ${path}`);
  for (const sentence of refused) say(` not unpacked: ${sentence}.`);
  return submissions.length === 0 || refused.length > 0 ? EXIT.failed : EXIT.ok;
}
