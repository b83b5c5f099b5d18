import { close, O_CLOEXEC, pipe2 } from '#sys';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { isZombie } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { blaming } from '../support/echo.ts';
import { CHAT, graded } from './lesson.ts';

const TALKS = 'chat: shows on each side the lines of the other side';

/** Two chat programs connected to each other; `input` is the standard input of both, by default a pipe of its own for each. */
async function couple(
  t: TestContext,
  input: 'pipe' | number = 'pipe',
): Promise<{ ann: ObservedProgram; bob: ObservedProgram }> {
  const stdio = [input, 'pipe' as const, 'pipe' as const];
  const ann = await t.start(CHAT, { stdio });
  const bob = await t.watch(CHAT, { args: ['--connect', '--port', String(ann.port)], stdio });
  ann.partner(bob);
  t.note(`started  chat.ts --connect --port ${ann.port}, pid ${bob.pid}`);
  await t.step('waited until each side was two processes', () =>
    ann.waitFor(
      'two processes on each side',
      () => ann.processes().length === 2 && bob.processes().length === 2 && ann.listener() === null,
    ),
  );
  // Each side installs its handlers after the fork: it has all of them once it sleeps.
  await ann.quiet();
  await bob.quiet();
  return { ann, bob };
}

const has = (side: ObservedProgram, text: string) => side.output.out.endsWith(text);

async function leaves(t: TestContext, side: ObservedProgram, name: string): Promise<void> {
  const exit = await t.step(`${name} exits`, () => blaming('orphan-writer', () => side.exit()));
  t.expect(exit.code === 0, { expected: 'exit status 0', saw: `it ${describeExit(exit)}` });
}

/** Fails unless both processes of a side have ended. For a side whose input is open: otherwise the writer ends by itself. */
async function gone(t: TestContext, side: ObservedProgram, name: string): Promise<void> {
  await leaves(t, side, name);
  const left = side.processes();
  t.expect(left.length === 0, {
    expected: 'no process of that side left',
    saw: left.map(({ pid, state }) => `pid ${pid} in state ${state}`).join(', '),
    kernel: side.describeProcesses(),
    looksLike: 'orphan-writer',
  });
}

graded('02.6', 5, TALKS, async (t: TestContext) => {
  const { ann, bob } = await couple(t);
  ann.stdin?.write('hello bob\n');
  await t.step('the first side wrote a line; the other side showed it', () =>
    bob.waitFor('"hello bob" on standard output', () => has(bob, 'hello bob\n')),
  );
  bob.stdin?.write('hello ann\n');
  await t.step('the other side wrote a line; the first side showed it', () =>
    ann.waitFor('"hello ann" on standard output', () => has(ann, 'hello ann\n')),
  );
});

graded(
  '02.6',
  4,
  'chat: delivers everything before it ends',
  async (t: TestContext) => {
    const { ann, bob } = await couple(t);
    const text = patternBytes(300_000, 'text').toString('latin1');
    ann.stdin?.end(text);
    await t.step('the first side wrote 300,000 bytes and ended its input', () =>
      blaming('close-for-fin', () => bob.exit()),
    );
    t.expect(bob.output.out === text, () => ({
      expected: 'all 300,000 bytes on the other side',
      saw: `${bob.output.out.length} bytes`,
    }));
    await leaves(t, ann, 'the first side');
  },
  { needs: [TALKS] },
);

graded(
  '02.6',
  5,
  'chat: leaves no process when the peer goes away',
  async (t: TestContext) => {
    // A pipe of our own: Node closes its pipe when the parent exits, and that would end a forgotten writer.
    const [input, open] = pipe2(O_CLOEXEC);
    try {
      const { ann, bob } = await couple(t, input);
      bob.signal('SIGTERM');
      t.note('sent SIGTERM to the parent of the other side');
      await gone(t, bob, 'the other side');
      await gone(t, ann, 'the first side, whose input is still open,');
    } finally {
      close(input);
      close(open);
    }
  },
  { needs: [TALKS] },
);

graded(
  '02.6',
  4,
  'chat: leaves no zombie while the peer still talks',
  async (t: TestContext) => {
    const { ann, bob } = await couple(t);
    // While the other side is frozen it does not read end of file, so the conversation goes on.
    await bob.frozen(async () => {
      ann.stdin?.end('that is all from me\n');
      await t.step('the first side ended its input while the other side was frozen; its writer has been reaped', () =>
        blaming('zombie-writer', () => ann.waitFor('one process, the reader', () => ann.processes().length === 1)),
      );
      t.expect(!ann.processes().some(isZombie), { expected: 'no zombie', saw: 'one', looksLike: 'zombie-writer' });
    });
    await leaves(t, bob, 'thawed: the other side');
    await leaves(t, ann, 'the first side');
  },
  { needs: [TALKS] },
);
