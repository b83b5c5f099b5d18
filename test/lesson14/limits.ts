import { readFileSync } from 'node:fs';
import { close, O_CLOEXEC, pipe2, read, setNonblocking } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { commandLine, descriptors } from '../../src/kit/kernel/proc.ts';
import { inFolder } from '../support/train-answers.ts';
import { childrenOf, launchDaemon, pidIn } from './daemon-under-test.ts';
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
        if (limit === '200') return;
        writeConfig(folder, ['workers = 1', 'descriptors = 200']);
        server.signal('SIGHUP');
        await t.step('wrote descriptors = 200, and sent SIGHUP', () =>
          server.waitFor('another worker', () => {
            const now = workersOf(server);
            return now.length === 1 && now[0] !== worker;
          }),
        );
      }
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
      writeConfig(folder, ['workers = 2', 'greeting = new', 'descriptors = 3']);
      server.signal('SIGHUP');
      t.note('wrote descriptors = 3, with which no worker can open anything, and sent SIGHUP');
      await server.waitFor(
        'a line of the log that says so',
        () => server.log.some((line) => line.includes('cannot start')),
        {
          diagnose: () => 'hopeless-reload',
        },
      );
      await server.quiet();
      const { text } = await ask(t, server);
      t.expect(text.startsWith('old from ') && workersOf(server).join() === old.join(), {
        expected: 'the old greeting, from the old workers',
        saw: `${JSON.stringify(text)}, workers ${workersOf(server).join(' ')}`,
        looksLike: 'hopeless-reload',
      });
    }),
  { needs: [RELOADS] },
);

graded(
  '14.7',
  2,
  'the daemon closes what its launcher has left open',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const [readEnd, writeEnd] = pipe2(O_CLOEXEC);
      try {
        const stdio = ['pipe', 'pipe', 'pipe', writeEnd] as const;
        await launchDaemon(t, folder, undefined, { stdio: [...stdio] });
      } finally {
        close(writeEnd);
      }
      try {
        setNonblocking(readEnd, true);
        const n = read(readEnd, Buffer.alloc(1));
        const pid = pidIn(folder) ?? 0;
        const held = [pid, ...childrenOf(pid)].map((each) => `pid ${each}: ${descriptors(each).length} descriptors`);
        t.note('the launcher had a pipe as descriptor 3, as a shell or an ssh server leaves one');
        t.expect(n === 0, {
          expected: 'the end of that pipe once the launcher has ended',
          saw: 'no end: a process of the daemon has it open',
          kernel: held,
          looksLike: 'inherited-kept',
        });
      } finally {
        close(readEnd);
      }
    }),
  { needs: [DETACHES] },
);
