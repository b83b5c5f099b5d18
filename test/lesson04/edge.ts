import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { outOfDescriptors } from '../support/out-of-descriptors.ts';
import { smallBites } from '../support/small-bites.ts';
import { acceptFails } from './calls-fail.ts';
import { fairness } from './fairness.ts';
import { slowReader } from './late-reader.ts';
import { EDGE, EDGE_SERVES, graded, HELLO, SERVES, WATCHES } from './lesson.ts';
import { modes } from './modes.ts';
import { burst, inTurn } from './several-clients.ts';

graded('04.4', 6, EDGE_SERVES, (t: TestContext) => inTurn(t, EDGE), { needs: [WATCHES, SERVES] });

graded('04.4', 3, 'edge: serves other clients while a busy one keeps it reading', fairness, {
  needs: [EDGE_SERVES],
});

graded('04.4', 4, 'edge: watches non-blocking sockets edge-triggered', (t: TestContext) => modes(t, EDGE, true), {
  needs: [EDGE_SERVES],
});

graded('04.4', 5, 'edge: accepts all of five connections that came at once', (t: TestContext) => burst(t, EDGE), {
  needs: [EDGE_SERVES],
});

graded(
  '04.4',
  5,
  'edge: reads all the bytes of one edge',
  async (t: TestContext) => {
    const server = await t.start(EDGE, { args: ['--read', '1000'] });
    const client = await t.connect(server);
    await client.exchange(HELLO);
    const bytes = patternBytes(60_000);
    await t.step('with --read 1000: froze the server; the client sent 60,000 bytes; thawed it', () =>
      server.frozen(() => client.send(bytes)),
    );
    await t.step('the client sent nothing more, and got all bytes back', () =>
      client.expect(bytes, ({ situation, serverRow }) =>
        situation?.kind === 'stuck' && (serverRow?.rxQueue ?? 0) > 0 ? 'read-once' : undefined,
      ),
    );
  },
  { needs: [EDGE_SERVES] },
);

graded('04.4', 2, 'edge: sends the rest after a short write', (t: TestContext) => smallBites(t, EDGE, 'early-stop'), {
  needs: [EDGE_SERVES],
});

graded(
  '04.4',
  3,
  'edge: loses no bytes of a client that reads late',
  (t: TestContext) => slowReader(t, EDGE, { lost: 'early-stop' }),
  { needs: [EDGE_SERVES] },
);

graded(
  '04.4',
  2,
  'edge: sleeps while no descriptors are left, and accepts again later',
  (t: TestContext) => outOfDescriptors(t, EDGE),
  { needs: [EDGE_SERVES] },
);

graded('04.4', 2, 'edge: accepts the next connection after one that has failed', (t) => acceptFails(t, EDGE), {
  needs: [EDGE_SERVES],
});
