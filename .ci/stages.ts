import { readdirSync } from 'node:fs';
import process from 'node:process';
import { inParallel } from '../src/host/in-parallel.ts';
import { WIDTH } from '../src/host/width.ts';
import { judge, type Stage } from './stage.ts';

/** What could need an optional program: commands that start one or do without, and tests that are skipped without one. */
const BARE = [
  'test/cli/class.long.test.ts',
  'test/cli/handed-out.long.test.ts',
  'test/cli/lesson.test.ts',
  'test/cli/menu.long.test.ts',
  'test/cli/trace.long.test.ts',
  'test/cli/walkthrough.long.test.ts',
  'test/cli/watch.long.test.ts',
  'test/class/',
  'test/trace/strace.test.ts',
  'test/trace/browser.long.test.ts',
  'test/web/page.long.test.ts',
  'test/web/command.long.test.ts',
  'test/servers/downloads.long.test.ts',
  'test/servers/reactor/redis-replies.test.ts',
  'test/servers/trains/protocol.long.test.ts',
];

const lesson = (number: string, ...words: string[]): Stage => ({
  command: ['npm', 'run', '-s', 'lesson', number, ...words],
  whole: `lesson ${number} > ${words.join(' ')}`,
});

const numbers = readdirSync('solutions').map((name) => name.slice(0, 2));

/** One group after the other; those of a group may run side by side, because they spend most of their time waiting. */
const groups: readonly (readonly Stage[])[] = [
  [{ command: ['npm', 'run', '-s', 'check'] }],
  [{ command: ['npm', 'test', '-s', '--'], args: ['all'] }],
  [{ command: ['npm', 'run', '-s', 'test:mistakes', '--'] }],
  [{ command: ['npm', 'run', '-s', 'test:styles', '--'] }],
  numbers.flatMap((number) => [lesson(number, 'demo', 'all'), lesson(number, 'walkthrough', 'auto')]),
  [{ command: ['tools/bare-path.sh', 'npm', 'test', '-s', '--'], args: BARE }],
];
let passed = 0;
let failed = 0;
const flaky: string[] = [];
const failures: string[] = [];
const passedAlone: string[] = [];
const times: string[] = [];
for (const group of groups) {
  const began = performance.now();
  await inParallel(group, WIDTH, async (stage) => {
    let held = '';
    // Of several at once each prints when it has ended, or their lines would mix.
    const print = (text: string): void => {
      if (group.length === 1) process.stdout.write(text);
      else held += text;
    };
    const judged = await judge(stage, print);
    process.stdout.write(held);
    passed += judged.passed;
    failed += judged.failed;
    flaky.push(...judged.flaky);
    const heading = `== ${stage.command.join(' ')}`;
    if (judged.failed > 0) failures.push(`${heading}\n${excerpt(judged.log, 300)}`);
    else if (judged.flaky.length > 0) passedAlone.push(`${heading}\n${excerpt(judged.log, 60)}`);
  });
  const [first] = group;
  times.push(`${Math.round((performance.now() - began) / 1000)} s  ${first?.command.join(' ')}`);
}
// Said again at the end, where it is found.
if (passedAlone.length > 0) say(`\nWhat failed at first, and passed alone:\n${passedAlone.join('\n')}`);
if (failures.length > 0) say(`\nWhat failed:\n${failures.join('\n')}`);
say(['', ...times, ...flaky.map((name) => `flaky: ${name}`), `${passed} passed, ${failed} failed`].join('\n'));
process.exitCode = failed === 0 ? 0 : 1;

/** What stands at the marks of failures and behind them, or the end. */
function excerpt(log: string, most: number): string {
  const lines = log.split('\n');
  const near = new Set(
    lines.flatMap((line, at) => (/✗|FAIL |Error:/.test(line) ? Array.from({ length: 13 }, (_, i) => at + i) : [])),
  );
  const marked = lines.filter((_, at) => near.has(at));
  return (marked.length > 0 ? marked.slice(0, most) : lines.slice(-60)).join('\n');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
