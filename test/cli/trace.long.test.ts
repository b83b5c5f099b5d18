import { existsSync, readdirSync, rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import type { Lesson } from '../../src/course/lesson.ts';
import { findLesson } from '../../src/course/registry.ts';
import { until } from '../../src/host/wait.ts';
import { installed } from '../support/installed.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { Copy, firstLesson } from './fixture.ts';
import { Terminal } from './tmux.ts';

const skeleton = new Copy();
const solved = new Copy();
solved.solve(firstLesson());
solved.solve(findLesson('07') as Lesson);
/** A learner's copy, without the solutions. */
const alone = new Copy();
alone.solve(firstLesson());
rmSync(alone.path('solutions'), { recursive: true });

afterAll(async () => {
  for (const copy of [skeleton, solved, alone]) {
    expect(await until(() => copy.processes().length === 0, PATIENCE_MS), `${copy.processes()}`).toBe(true);
    copy.remove();
  }
});

const traces = (copy: Copy): string[] =>
  existsSync(copy.path('.lab/traces')) ? readdirSync(copy.path('.lab/traces')) : [];

const oneLine = (text: string): string => {
  expect(text.trimEnd().split('\n')).toHaveLength(1);
  return text;
};

test.each([['trace'], ['--', '--trace'], ['trace', 'server', '--port', '0']])(
  'run %s draws my server, without solutions, and writes a page',
  async (...words) => {
    const { status, out } = await alone.run(['lesson', '01', 'run', ...words], 'hello\n');
    expect(status).toBe(0);
    expect(out).toMatch(/^hello$/m);
    expect(out).toMatch(/accept[\s\S]*accepted[\s\S]*read\(\d+, "hello/);
    expect(out).toContain('.lab/traces/01-mine.html opens in a browser');
    expect(traces(alone)).toEqual(['01-mine.html', '01-mine.json']);
    expect(JSON.parse(alone.read('.lab/traces/01-mine.json'))).not.toHaveLength(0);
  },
);

test.skipIf(!installed('tmux', 'test/cli/trace.long.test.ts, Ctrl-C'))(
  'Ctrl-C ends run trace, and the recording is drawn',
  async () => {
    const terminal = new Terminal(alone.folder, 100, 60);
    try {
      terminal.type('node tools/start.mjs lesson 01 run trace');
      await terminal.shows('Ctrl-D ends your side');
      terminal.keys('hello', 'Enter');
      await terminal.shows(/^hello\n(server.*\n)*hello$/m);
      terminal.keys('C-c');
      await terminal.shows(/read sleeps[\s\S]*01-mine\.html opens in a browser/);
      await terminal.isBack(130);
    } finally {
      terminal.close();
    }
  },
);

test.concurrent('trace without solutions names run trace instead', async () => {
  const { status, err } = await alone.lesson('02', 'trace');
  expect(status).toBe(1);
  expect(oneLine(err)).toContain('npm run lesson 02 run trace draws your own program');
});

test.concurrent('an unwritten step ends the trace with a sentence, and the calls before it are drawn', async () => {
  const run = await skeleton.lesson('01', 'run', 'trace');
  expect(run.status).toBe(1);
  expect(run.err).toContain('todo 01.1');
  expect(run.out).toContain('signal(SIGPIPE, SIG_DFL)');
  const mine = await skeleton.lesson('01', 'trace', 'mine');
  expect(mine.status).toBe(1);
  expect(oneLine(mine.err)).toMatch(
    /^Step 01\.1 is not written yet: lessons\/\S+\.ts:\d+\. The trace of mine ends there\.$/m,
  );
  expect(mine.out).toContain('signal(SIGPIPE, SIG_DFL)');
  expect(traces(skeleton)).toContain('01-mine-queue.html');
  const thread = await skeleton.lesson('08', 'trace', 'mine');
  expect(thread.status).toBe(1);
  expect(oneLine(thread.err)).toMatch(
    /^(Step 08|A step of the threads).* is not written yet: .*The trace of mine ends there\.$/m,
  );
});

test.concurrent('a syntax error is reported with its place, and no trace is drawn', async () => {
  solved.write('lessons/02-fork-per-connection/server.ts', 'const = 1;\n');
  const { status, out, err } = await solved.lesson('02', 'trace', 'mine');
  expect([status, out]).toEqual([1, '']);
  expect(oneLine(err)).toMatch(/^lessons\/02-fork-per-connection\/server\.ts:1:\d+: .*\.$/m);
});

test.concurrent('trace mine plays the demo on my programs', async () => {
  const { status, out, err } = await solved.lesson('07', 'trace', 'mine');
  expect([status, err]).toEqual([0, '']);
  expect(out).toMatch(/fd \d+ goes along/);
  expect(out).toMatch(/it is fd \d+ here/);
  expect(traces(solved)).toContain('07-mine-passing.html');
});

test.concurrent('trace compare mine reports equal calls if mine is the reference, and draws both', async () => {
  const { status, out } = await solved.lesson('07', 'trace', 'compare', 'mine', 'passing');
  expect(status).toBe(0);
  expect(out).not.toContain('descriptors passed');
  expect(out.match(/fd \d+ goes along/g)).toHaveLength(2);
  expect(solved.read('.lab/traces/07-compare-mine-passing.html')).toContain('both pictures move together');
});

test.concurrent.each(['one-wait', 'one-wait'])(
  'trace compare %s shows the mistake beside the reference',
  async (name) => {
    const { status, out } = await solved.lesson('02', 'trace', 'compare', name);
    expect(status).toBe(0);
    // Side by side, or below each other where long times make the columns too wide.
    expect(out).toMatch(/one-wait +reference\n|one-wait and reference\n/);
    expect(out).toMatch(/children never reaped(?: +9 +0\n|\n +one-wait: 9\n +reference: 0\n)/);
    expect(out).toMatch(/waitpid(?: +\d+ calls?.* \d+ calls|\n +one-wait: \d+ calls?.*\n +reference: \d+ calls)/);
  },
);

test.concurrent.each([
  [['07', 'trace', 'compare'], 'Compare the reference with what? There are mine, '],
  [['07', 'trace', 'compare', 'nobody'], 'Lesson 07 has no mistake "nobody" to compare: there are mine, '],
  [['07', 'trace', 'mine', 'nothing'], 'Lesson 07 has no demo "nothing"'],
  [['07', 'trace', 'compare', 'mine', 'passing', 'waiting'], '"waiting" is one word too many'],
])('%j ends with status 2 and one sentence', async (args, sentence) => {
  const { status, err } = await solved.lesson(...args);
  expect(status).toBe(2);
  expect(oneLine(err)).toContain(sentence);
});

test.concurrent('trace segments draws the segments of a demo and writes a capture, or says why it cannot', async () => {
  const { status, out, err } = await skeleton.lesson('01', 'trace', 'segments');
  if (err.includes('forbids user namespaces')) return;
  expect(err).toBe('');
  expect(status).toBe(0);
  expect(out).toMatch(/client \d+ +server \d+\n[^\n]*- SYN -+>\|\n[^\n]*- SYN ACK -+\|\n/);
  expect(traces(skeleton)).toContain('01-queue.pcap');
});
