import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { epollDescriptors, interestList } from '../../src/kit/kernel/fdinfo.ts';
import { processInfo } from '../../src/kit/kernel/proc.ts';
import { listenersOf } from '../../src/kit/kernel/tcp.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { blaming } from '../support/echo.ts';
import { inFolder } from '../support/train-answers.ts';
import { graded, RELOADS, STOPS } from './lesson.ts';
import { answerTo, ask, BIG, configIn, PATIENCE_MS, request, startService, workersOf, writeConfig } from './service.ts';

/** Waits until these workers have been replaced by `count` others. */
const replaced = (
  server: ObservedProgram,
  old: readonly number[],
  count: number,
  looksLike = 'no-reload',
): Promise<true> =>
  server.waitFor(
    `${count} new workers, and none of the old ones`,
    () => {
      const now = workersOf(server);
      return now.length === count && !now.some((pid) => old.includes(pid));
    },
    { diagnose: () => looksLike },
  );

/** Whether a process has this socket in an interest list. */
const watches = (pid: number, inode: number): boolean =>
  epollDescriptors(pid).some((epfd) => interestList(pid, epfd).some((entry) => entry.inode === inode));

/** What the workers say after a reload to three, of which one old worker is busy. */
function reloadMistake(now: readonly number[], old: readonly number[]): string | undefined {
  const left = now.filter((pid) => old.includes(pid)).length;
  if (left === now.length) return 'no-reload';
  if (now.length - left !== 3) return;
  return left === 0 ? 'cut-on-reload' : 'old-stays';
}

graded(
  '14.5',
  3,
  RELOADS,
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder, ['workers = 2', 'greeting = old', 'log = one.log']);
      const old = workersOf(server);
      const listener = listenersOf(server.pid)[0]?.inode ?? 0;
      const peer = await request(t, server, `/bytes/${BIG}`);
      await server.quiet();
      writeConfig(folder, ['workers = 3', 'greeting = new', 'log = two.log', 'level = error']);
      server.signal('SIGHUP');
      t.note('a client is in the middle of its answer; wrote other settings, and sent SIGHUP');
      await t.step('three new workers serve beside the old one that is busy', () =>
        server.waitFor(
          'four workers',
          () => {
            const now = workersOf(server);
            return now.length === 4 && now.filter((pid) => !old.includes(pid)).length === 3;
          },
          { diagnose: () => reloadMistake(workersOf(server), old) },
        ),
      );
      await t.step('the old one has closed its listener', () =>
        server.waitFor('no listener in an old worker', () => !old.some((pid) => listenersOf(pid).length > 0), {
          diagnose: () => 'still-listens',
        }),
      );
      t.expect(!old.some((pid) => watches(pid, listener)), {
        expected: 'no old worker to watch the listener: other processes have it open, so that close does not end that',
        saw: `inode ${listener} in the interest list of an old worker`,
        looksLike: 'still-watched',
      });
      for (let i = 0; i < 4; i++) {
        const { text, pid } = await ask(t, server);
        t.expect(text.startsWith('new from ') && !old.includes(pid), {
          expected: 'the new greeting, from a new worker',
          saw: JSON.stringify(text),
          looksLike: 'old-settings',
        });
      }
      const body = await t.step('the old worker finishes its answer', () =>
        blaming('cut-on-reload', () => answerTo(peer)),
      );
      t.expect(body.length === BIG, { expected: `${BIG} bytes`, saw: `${body.length}`, looksLike: 'cut-on-reload' });
      await replaced(server, old, 3, 'old-stays');
      const two = join(folder, 'two.log');
      t.expect(existsSync(two) && !/ info /.test(readFileSync(two, 'latin1')), {
        expected: 'the log in the file and at the level of the new settings, two.log and error',
        saw: existsSync(two) ? 'lines of the level info in two.log' : 'no such file',
        looksLike: 'log-kept',
      });
    }),
  { needs: [STOPS] },
);

graded(
  '14.5',
  2,
  'SIGHUP with a bad file changes nothing, and says where the file is wrong',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder, ['workers = 1', 'greeting = old']);
      const old = workersOf(server);
      for (const [lines, where] of [
        [['greeting = new', 'workers = many'], `${configIn(folder)}:2`],
        [['greeting = new', 'log = /proc/none/greeter.log'], '/proc/none/greeter.log'],
      ] as const) {
        writeConfig(folder, lines);
        const said = server.log.length;
        server.signal('SIGHUP');
        const words = where.startsWith('/proc') ? 'ENOENT' : where;
        await t.step(`wrote "${lines[1]}" into the file, and sent SIGHUP`, () =>
          server.waitFor(
            `a line of the log with ${words}`,
            () => server.log.slice(said).some((line) => line.includes(words)),
            {
              diagnose: () => 'bad-file-fatal',
            },
          ),
        );
        await server.quiet();
        t.expect(server.exited === null, {
          expected: 'the master to go on',
          saw: 'it has ended',
          looksLike: 'bad-file-fatal',
        });
        const { text } = await ask(t, server);
        t.expect(text.startsWith('old from ') && workersOf(server).join() === old.join(), {
          expected: 'the old greeting from the old workers',
          saw: `${JSON.stringify(text)}, workers ${workersOf(server).join(' ')}`,
          looksLike: 'half-reload',
        });
        const [victim = 0] = workersOf(server);
        process.kill(victim, 'SIGKILL');
        await server.waitFor('another worker', () => processInfo(victim) === null && workersOf(server).length === 1, {
          within: 30_000,
        });
        const texts = [(await ask(t, server)).text];
        t.expect(
          texts.every((each) => each.startsWith('old from ')),
          {
            expected: 'the old greeting from the worker that replaces a dead one',
            saw: JSON.stringify(texts),
            looksLike: 'half-reload',
          },
        );
        old.splice(0, old.length, ...workersOf(server));
      }
    }),
  { needs: [RELOADS] },
);

const RELOADS_UNDER_LOAD = 4;

/** A deadline of its own: while clients ask, the service is never quiet. */
async function replacedUnderLoad(t: TestContext, server: ObservedProgram, old: readonly number[]): Promise<void> {
  const left = (): number[] => workersOf(server).filter((pid) => old.includes(pid));
  const done = (): boolean => left().length === 0 && workersOf(server).length === 2;
  await until(() => server.exited !== null || done(), PATIENCE_MS);
  const now = workersOf(server);
  t.expect(done(), {
    expected: 'two new workers, and none of the old ones',
    saw: server.exited === null ? `old workers ${left().join(' ')} among ${now.join(' ')}` : 'the master has ended',
    looksLike: left().length > 0 && now.length > left().length ? 'old-stays' : 'no-reload',
  });
}

graded(
  '14.5',
  2,
  'no request fails while the service is reloaded again and again',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder, ['workers = 2']);
      let going = true;
      let answered = 0;
      const client = async (): Promise<void> => {
        for (; going; answered++) await blaming('cut-on-reload', async () => void (await ask(t, server)));
      };
      const clients = Promise.all([client(), client(), client()]);
      clients.catch(() => {}); // awaited below
      try {
        for (let i = 1; i <= RELOADS_UNDER_LOAD; i++) {
          const old = workersOf(server);
          server.signal('SIGHUP');
          await t.step(`three clients ask again and again; SIGHUP ${i}`, () =>
            Promise.race([replacedUnderLoad(t, server, old), clients]),
          );
        }
      } finally {
        going = false;
      }
      await clients;
      t.note(`${answered} requests were answered`);
      t.expect(answered > 0, { expected: 'answers', saw: 'none' });
    }),
  { needs: [RELOADS] },
);
