import { relative } from 'node:path';
import { PROJECT } from '../../host/project.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { type Plan, planUpdate, update } from '../../update/update.ts';
import { fromCaller } from '../terminal/from-caller.ts';
import { say } from '../terminal/terminal.ts';

/** `npm run update FROM`: brings a students' copy up to date with a newer one; the learner's files stay as they are. */
export async function updateCopy(args: readonly string[]): Promise<number> {
  const [from, more] = args.filter((arg) => arg !== '--');
  if (from === undefined || more !== undefined)
    throw new Stop('Name the folder of the newer copy: npm run update FOLDER', EXIT.usage);
  const plan = planUpdate(fromCaller(from));
  const { before, after } = plan;
  if (plan.write.length === 0 && plan.remove.length === 0 && before.commit === after.commit) {
    say(`This copy is version ${before.version} (${before.commit}) already.`);
    return EXIT.ok;
  }
  const kept = update(plan);
  say(`\n from ${before.version} (${before.commit}) to ${after.version} (${after.commit})\n`);
  for (const line of changes(plan)) say(` ${line}`);
  if (kept !== null) {
    say(`\n These were changed in this copy. They are kept in ${relative(PROJECT, kept)}:`);
    for (const path of plan.keep) say(`   ${path}`);
  }
  for (const path of plan.newerSkeletons) {
    const lesson = /(\d\d)-/.exec(path)?.[1];
    say(
      `\n ${path} has a newer skeleton. Yours is as it was: npm run lesson ${lesson} reset takes the new one, and keeps yours.`,
    );
  }
  say('\n CHANGELOG.md says what is new.');
  return EXIT.ok;
}

/** One line for each group of files that changed. */
function changes({ write, remove, newLessons }: Plan): string[] {
  const groups = new Map<string, number>();
  for (const path of [...write, ...remove]) {
    const group = groupOf(path);
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  return [
    ...newLessons.map((id) => `lesson ${id} is new`),
    ...[...groups].map(([group, count]) => `${group}: ${count} ${count === 1 ? 'file' : 'files'}`),
  ];
}

function groupOf(path: string): string {
  const [room = '', second = ''] = path.split('/');
  const lesson = /^(?:lesson)?(\d\d)/.exec(second)?.[1];
  if (room === 'lessons' && lesson !== undefined) return `handout of ${lesson}`;
  if (room === 'test' && lesson !== undefined) return `tests of ${lesson}`;
  if (room === 'hand-out') return 'demos and skeletons';
  return 'tools';
}
