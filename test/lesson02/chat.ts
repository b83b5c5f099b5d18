import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { couple, gone, leaves, sideWithPeer, withOpenInput } from './chat-sides.ts';
import { graded, TALKS, unlessBusy } from './lesson.ts';

const LAST_WORDS = 'that is all from me\n';

const has = (side: ObservedProgram, text: string) => side.output.out.endsWith(text);

graded('02.6', 4, TALKS, async (t: TestContext) => {
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
  3,
  'chat: delivers everything before it ends',
  async (t: TestContext) => {
    const { ann, bob } = await couple(t);
    const text = patternBytes(300_000, 'text').toString('latin1');
    ann.stdin?.end(text);
    await t.step('the first side wrote 300,000 bytes and ended its input', () =>
      bob.exit(unlessBusy(() => 'close-for-fin')),
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
  3,
  'chat: leaves no process when the peer goes away',
  async (t: TestContext) => {
    await withOpenInput(async (input) => {
      const { ann, bob } = await couple(t, input);
      bob.signal('SIGTERM');
      t.note('sent SIGTERM to the parent of the other side');
      await gone(t, bob, 'the other side');
      await gone(t, ann, 'the first side, whose input is still open,');
    });
  },
  { needs: [TALKS] },
);

graded(
  '02.6',
  2,
  'chat: leaves no zombie while the peer still talks',
  async (t: TestContext) => {
    const { side, peer } = await sideWithPeer(t);
    side.stdin?.end(LAST_WORDS);
    await t.step('its input ended while the peer still talks; its writer has been reaped', () =>
      side.waitFor('one process, the reader', () => side.processes().length === 1, {
        diagnose: unlessBusy(() => 'zombie-writer'),
      }),
    );
    await t.step('the peer read the line, and the end of the stream', async () => {
      await peer.expect(Buffer.from(LAST_WORDS));
      await peer.expectEnd('eof', (seen) => (seen?.kind === 'busy' ? undefined : 'close-for-fin'));
    });
    peer.close();
    await leaves(t, side, 'the peer left: the side');
  },
  { needs: [TALKS] },
);
