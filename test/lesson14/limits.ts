import { existsSync, fstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { close, F_DUPFD, fcntl, O_CLOEXEC, pipe2, prlimit, RLIMIT_NOFILE } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { commandLine, descriptors, processInfo } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { inFolder } from '../support/train-answers.ts';
import { childrenOf, endOf, pidIn, watchLauncher } from './daemon-under-test.ts';
import { DETACHES, graded, RELOADS, REPLACES } from './lesson.ts';
import { ask, request, startService, workersOf, writeConfig } from './service.ts';

graded(
  '14.7',
  2,
  'ps tells the master from its workers, and a leaving worker from a serving one',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder);
      const [first = 0, second = 0] = workersOf(server);
      for (const [pid, title] of [
        [server.pid, 'greeter: master'],
        [first, 'greeter: worker 1'],
        [second, 'greeter: worker 2'],
      ] as const) {
        t.expect(titleOf(pid) === title, {
          expected: `the title "${title}"`,
          saw: titleOf(pid),
          looksLike: 'no-title',
        });
      }
      const peer = await request(t, server, '/bytes/16000000');
      await server.quiet();
      server.signal('SIGQUIT');
      await t.step('a client is in the middle of its answer; sent SIGQUIT', () =>
        server.waitFor('a worker with the title "greeter: worker N, leaving"', () =>
          workersOf(server).some((pid) => /^greeter: worker \d, leaving$/.test(titleOf(pid))),
        ),
      );
      peer.close();
    }),
  { needs: [REPLACES] },
);

const titleOf = (pid: number): string => commandLine(pid).trim();

const softLimit = (pid: number): string =>
  /^Max open files\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1] ?? '';
const hardLimit = (pid: number): string =>
  /^Max open files\s+\d+\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1] ?? '';

/** Reloads the service, whose only worker has another limit then. */
async function reloadedWith(
  t: TestContext,
  server: ObservedProgram,
  folder: string,
  descriptors: number,
): Promise<void> {
  const [old = 0] = workersOf(server);
  writeConfig(folder, ['workers = 1', `descriptors = ${descriptors}`]);
  server.signal('SIGHUP');
  await t.step(`wrote descriptors = ${descriptors}, and sent SIGHUP`, () =>
    server.waitFor(
      'another worker',
      () => {
        const now = workersOf(server);
        return now.length === 1 && now[0] !== old;
      },
      { diagnose: () => (descriptors > 500 ? 'above-hard' : undefined) },
    ),
  );
}

graded(
  '14.7',
  2,
  'each worker has the limit of the settings, and the next reload can raise it',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder, ['workers = 1', 'descriptors = 100']);
      const hard = hardLimit(server.pid);
      for (const limit of ['100', '200']) {
        const [worker = 0] = workersOf(server);
        t.expect(softLimit(worker) === limit, {
          expected: `worker ${worker} with "Max open files ${limit}"`,
          saw: softLimit(worker),
          looksLike: limit === '100' ? 'no-limit' : 'hard-limit',
        });
        t.expect(hardLimit(worker) === hard, {
          expected: `the hard limit as it was, ${hard}`,
          saw: hardLimit(worker),
          looksLike: 'hard-limit',
        });
        t.expect(softLimit(server.pid) !== limit, {
          expected: 'the master without this limit',
          saw: `"Max open files ${softLimit(server.pid)}" in the master`,
          looksLike: 'masters-limit',
        });
        if (limit === '100') await reloadedWith(t, server, folder, 200);
      }
      prlimit(server.pid, RLIMIT_NOFILE, { soft: 150, hard: 500 });
      t.note('lowered the hard limit of the master to 500 (prlimit)');
      await reloadedWith(t, server, folder, 1000);
      const [worker = 0] = workersOf(server);
      t.expect(softLimit(worker) === '500', {
        expected: `worker ${worker} with "Max open files 500", the most that the kernel allows it`,
        saw: softLimit(worker),
        looksLike: 'above-hard',
      });
    }),
  { needs: [RELOADS] },
);

graded(
  '14.7',
  2,
  'new workers that cannot start leave the old ones in place',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder, ['workers = 2', 'greeting = old']);
      const old = workersOf(server);
      writeConfig(folder, ['workers = 2', 'greeting = new', 'log = new.log', 'descriptors = 3']);
      server.signal('SIGHUP');
      t.note('wrote descriptors = 3, with which no worker can open anything, and log = new.log; sent SIGHUP');
      const newLog = (): string =>
        existsSync(join(folder, 'new.log')) ? readFileSync(join(folder, 'new.log'), 'latin1') : '';
      await server.waitFor(
        'a line of the log that says so',
        () => [newLog(), ...server.log].some((text) => text.includes('cannot start')),
        { diagnose: () => 'hopeless-reload' },
      );
      await server.quiet();
      const { text } = await ask(t, server);
      t.expect(text.startsWith('old from ') && workersOf(server).join() === old.join(), {
        expected: 'the old greeting, from the old workers',
        saw: `${JSON.stringify(text)}, workers ${workersOf(server).join(' ')}`,
        looksLike: 'hopeless-reload',
      });
      const before = newLog();
      const [victim = 0] = old;
      process.kill(victim, 'SIGKILL');
      await t.step(`killed worker ${victim}`, () =>
        server.waitFor('another worker', () => processInfo(victim) === null && workersOf(server).length === 2, {
          within: 30_000,
          diagnose: () => 'given-up-settings',
        }),
      );
      const texts = [await ask(t, server), await ask(t, server), await ask(t, server)].map((each) => each.text);
      t.expect(
        texts.every((each) => each.startsWith('old from ')),
        {
          expected: 'the old greeting from the worker in its place, too',
          saw: JSON.stringify(texts),
          looksLike: 'given-up-settings',
        },
      );
      await server.quiet();
      t.expect(workersOf(server).length === 2, {
        expected: 'two workers that serve',
        saw: `${workersOf(server).length}: the one in its place has ended`,
        looksLike: 'given-up-settings',
      });
      t.expect(newLog() === before, {
        expected: 'no further line in new.log: its settings were given up',
        saw: JSON.stringify(newLog().slice(before.length)),
        looksLike: 'given-up-log',
      });
    }),
  { needs: [RELOADS] },
);

/** Far from the descriptors that Node has open. */
const HIGH_NUMBER = 300;

graded(
  '14.7',
  2,
  'the daemon closes what its launcher has left open',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const [readEnd, writeEnd] = pipe2(O_CLOEXEC);
      // Not close-on-exec: all that is started now inherits it. Node marks what it inherits up to the first gap after 16.
      const high = fcntl(writeEnd, F_DUPFD, HIGH_NUMBER);
      const name = `pipe:[${fstatSync(writeEnd).ino}]`;
      let launcher: ObservedProgram;
      try {
        launcher = await watchLauncher(t, folder, ['workers = 2'], { stdio: ['pipe', 'pipe', 'pipe', writeEnd] });
      } finally {
        for (const fd of [readEnd, writeEnd, high]) close(fd);
      }
      await endOf(t, launcher);
      const pid = pidIn(folder) ?? 0;
      const held = [pid, ...childrenOf(pid)]
        .map((each) => ({
          pid: each,
          fds: descriptors(each).flatMap(({ fd, target }) => (target === name ? [fd] : [])),
        }))
        .filter(({ fds }) => fds.length > 0);
      t.note(`the launcher had a pipe as descriptors 3 and ${high}, as a shell or an ssh server leaves one`);
      t.expect(held.length === 0, {
        expected: 'no process of the daemon with that pipe open: whoever reads it waits for its end',
        saw: held.map((each) => `pid ${each.pid}: fd ${each.fds.join(' ')}`).join(', '),
        looksLike: held.some(({ fds }) => fds.includes(3)) ? 'inherited-kept' : 'range-missing',
      });
    }),
  { needs: [DETACHES] },
);
