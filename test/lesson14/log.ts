import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { inFolder } from '../support/train-answers.ts';
import { graded, LOG, WHOLE } from './lesson.ts';

const WRITERS = 4;
const LINES = 500;
const LINE = /^\S+ \d+ info writer (\d) line (\d+) x{100}$/;
/** Written before the programs start, and more than they write: their lines come after it. */
const EARLIER = Array.from({ length: 5000 }, (_, index) => `a line of yesterday, ${index} ${'-'.repeat(80)}`);

graded('14.1', 2, WHOLE, (t: TestContext) =>
  inFolder(async (folder) => {
    const path = join(folder, 'shared.log');
    writeFileSync(path, `${EARLIER.join('\n')}\n`);
    const program = await t.watch(LOG, { args: ['--log', path] });
    await ends(t, program, { path });
    const whole = linesOf(path);
    const kept = EARLIER.filter((line, index) => whole[index] === line).length;
    const lines = whole.slice(EARLIER.length);
    t.expect(kept === EARLIER.length, {
      expected: `the ${EARLIER.length} lines that stood in the log before to stand there still`,
      saw: `${kept} of them, and ${JSON.stringify(whole[0]?.slice(0, 60))} at the beginning`,
      looksLike: whole.some((line) => line.startsWith('a line of yesterday')) ? 'no-append' : 'log-emptied',
    });
    expectWhole(t, lines, 'two-writes');
    expectPids(t, program.pid, lines);
    const times = lines.filter((line) => line.includes(' writer 1 ')).map((line) => line.split(' ', 1)[0] ?? '');
    t.expect(times.every((time) => time.endsWith('Z') && Date.parse(time) > 0) && times[0] !== times.at(-1), {
      expected: 'each line with the time at which it was written, as in 2026-01-31T12:00:00.000Z',
      saw: `${times[0]} in the first line of a writer, ${times.at(-1)} in its last`,
      looksLike: 'one-time',
    });
  }),
);

graded('14.1', 2, 'writes each line with one write', (t: TestContext) =>
  inFolder(async (folder) => {
    const recording = t.record();
    const args = ['--log', join(folder, 'one.log'), '--writers', '1', '--lines', '20', '--width', '9000'];
    const program = await t.watch(LOG, { args, env: recording.env });
    const writer = await t.step('one process writes 20 lines of 9,000 bytes', () =>
      program.waitFor('a writer', () => program.children()[0]?.pid ?? program.exited !== null, { alive: false }),
    );
    await ends(t, program);
    const mode = statSync(join(folder, 'one.log')).mode & 0o777;
    t.expect((mode & 0o600) === 0o600 && (mode & 0o027) === 0, {
      expected: 'a log with the mode 0640: nobody else writes it, and strangers do not read it',
      saw: `0${mode.toString(8)}`,
      looksLike: 'log-mode',
    });
    const lanes = typeof writer === 'number' ? recording.lane(writer) : [];
    const writes = lanes.filter((event) => isCall(event, 'write') || isCall(event, 'writev')).length;
    t.expect(writes === 20, {
      expected: '20 writes for 20 lines',
      saw: `${writes}`,
      looksLike: writes > 20 ? 'two-writes' : undefined,
    });
  }),
);

graded(
  '14.1',
  3,
  'is opened again while four processes write, and loses no line',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const path = join(folder, 'greeter.log');
      const old = join(folder, 'greeter.log.1');
      const program = await t.watch(LOG, { args: ['--log', path, '--lines', '800'] });
      await t.step('renamed the log after the first 400 lines, and sent SIGUSR1', async () => {
        const begun = () => existsSync(path) && linesOf(path).length >= 400;
        await program.waitFor('400 lines', begun, { alive: false });
        renameSync(path, old);
        program.signal('SIGUSR1');
      });
      await ends(t, program, { path });
      t.expect(existsSync(path), { expected: 'a new log', saw: 'only the renamed one', looksLike: 'no-reopen' });
      const [before, after] = [linesOf(old), linesOf(path)];
      t.note(`${before.length} lines in the renamed file, ${after.length} in the new one`);
      t.expect(after.length > 0, { expected: 'lines in the new log', saw: 'none', looksLike: 'no-reopen' });
      expectWhole(t, [...before, ...after], 'no-append', 800);
    }),
  { needs: [WHOLE] },
);

graded(
  '14.1',
  2,
  'keeps the old log where the new one cannot be opened',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const inner = join(folder, 'logs');
      const { mkdirSync } = await import('node:fs');
      mkdirSync(inner);
      const program = await t.watch(LOG, {
        args: ['--log', join(inner, 'greeter.log'), '--writers', '1', '--lines', '800'],
      });
      await t.step('renamed the folder of the log, and sent SIGUSR1: the name leads nowhere', async () => {
        const path = join(inner, 'greeter.log');
        await program.waitFor('100 lines', () => existsSync(path) && linesOf(path).length >= 100, { alive: false });
        renameSync(inner, join(folder, 'away'));
        program.signal('SIGUSR1');
      });
      const away = join(folder, 'away', 'greeter.log');
      await ends(t, program, { path: away, looksLike: 'reopen-fatal' });
      const lines = linesOf(away);
      const written = lines.filter((line) => LINE.test(line)).length;
      t.expect(written === 800, {
        expected: 'all 800 lines in the old log',
        saw: `${written}`,
        looksLike: 'reopen-fatal',
      });
      t.expect(
        lines.some((line) => / error .*ENOENT/.test(line)),
        { expected: 'a line in it with ENOENT: the log was not changed', saw: 'none', looksLike: 'silent-reopen' },
      );
    }),
  { needs: [WHOLE] },
);

graded(
  '14.1',
  2,
  'leaves out what is less important, and lets no text make a line',
  (t: TestContext) =>
    inFolder(async (folder) => {
      for (const [level, count] of [
        ['debug', 3],
        ['info', 2],
        ['error', 1],
      ] as const) {
        const path = join(folder, `${level}.log`);
        const text = `${level}\u001b[31m\nforged`;
        await ends(t, await t.watch(LOG, { args: ['--log', path, '--level', level, '--text', text] }));
        const lines = linesOf(path);
        const own = lines.filter((line) => line.includes(level));
        t.expect(
          lines.every((line) => !line.startsWith('forged') && !line.includes('\u001b')),
          {
            expected: 'the line end in a text to be written as \\x0a',
            saw: JSON.stringify(lines),
            looksLike: 'forged-line',
          },
        );
        t.expect(lines.length === count && own.length === count, {
          expected: `${count} lines at level ${level}`,
          saw: `${lines.length}`,
          looksLike: 'levels',
        });
      }
    }),
  { needs: [WHOLE] },
);

graded(
  '14.1',
  2,
  'a full disk stops no process',
  async (t: TestContext) => {
    const args = ['--log', '/dev/full', '--writers', '1', '--lines', '5'];
    await ends(t, await t.watch(LOG, { args }), { looksLike: 'full-disk' });
    t.note('each write to /dev/full fails with ENOSPC');
  },
  { needs: [WHOLE] },
);

interface Ending {
  /** The log: a program is not late while it grows, however slowly its writers get their turns. */
  readonly path?: string;
  readonly looksLike?: string;
}

async function ends(t: TestContext, program: ObservedProgram, { path, looksLike }: Ending = {}): Promise<void> {
  const exit = await t.step('try-log.ts ends', async () => {
    const progress = (): number => (path === undefined ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0));
    await program.waitFor('the process to exit', () => program.exited, { alive: false, progress });
    return program.exit();
  });
  await program.output.caughtUp();
  const died = program.deaths[0];
  t.expect(exit.code === 0 && died === undefined, {
    expected: 'all writers to end well',
    saw: died === undefined ? `the program ${describeExit(exit)}` : died.message,
    looksLike,
  });
}

const linesOf = (path: string): string[] =>
  readFileSync(path, 'latin1')
    .split('\n')
    .filter((line) => line !== '');

/** The pid in each line is that of its writer, a child of `parent`. */
function expectPids(t: TestContext, parent: number, lines: readonly string[]): void {
  const pairs = new Set(lines.map((line) => line.replace(/^\S+ (\d+) info (writer \d).*/, '$2: $1')));
  const pids = new Set([...pairs].map((pair) => pair.split(': ')[1]));
  t.expect(pairs.size === WRITERS && pids.size === WRITERS && !pids.has(String(parent)), {
    expected: 'four writers with four pids',
    saw: [...pairs].join(', '),
    kernel: [`the process that has forked them is ${parent}`],
    looksLike: 'masters-pid',
  });
}

/** Each line of each writer, whole and once. */
function expectWhole(t: TestContext, lines: readonly string[], looksLike: string, count = LINES): void {
  const torn = lines.filter((line) => !LINE.test(line));
  t.expect(torn.length === 0, {
    expected: 'whole lines only',
    saw: `${torn.length} others, such as ${JSON.stringify(torn[0]?.slice(0, 80))}`,
    looksLike,
  });
  const seen = new Set(lines.map((line) => LINE.exec(line)?.slice(1).join(' ')));
  t.expect(seen.size === WRITERS * count && lines.length === seen.size, {
    expected: `${WRITERS * count} lines, each once`,
    saw: `${seen.size} of them in ${lines.length} lines`,
    looksLike,
  });
}
