import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { Bench } from '../../src/grading/test-context.ts';
import { fairness } from './fairness.ts';
import { slowReader, smallBites } from './late-reader.ts';
import { EDGE, EDGE_SERVES, graded, HELLO, SERVES, WATCHES } from './lesson.ts';
import { modes } from './modes.ts';
import { outOfDescriptors } from './out-of-descriptors.ts';
import { burst, inTurn } from './several-clients.ts';

graded('04.4', 6, EDGE_SERVES, (bench: Bench) => inTurn(bench, EDGE), { needs: [WATCHES, SERVES] });

graded('04.4', 3, 'edge: a client with much to say does not keep the others waiting', fairness, {
  needs: [EDGE_SERVES],
});

graded('04.4', 4, 'edge: watches edge-triggered, without blocking', (bench: Bench) => modes(bench, EDGE, true), {
  needs: [EDGE_SERVES],
});

graded('04.4', 5, 'edge: takes all of five connections that came at once', (bench: Bench) => burst(bench, EDGE), {
  needs: [EDGE_SERVES],
});

graded(
  '04.4',
  5,
  'edge: reads all that one edge stands for',
  async (bench: Bench) => {
    const server = await bench.start(EDGE, { args: ['--read', '1000'] });
    const client = await bench.connect(server);
    await client.exchange(HELLO);
    const bytes = patternBytes(60_000);
    await bench.step('with --read 1000: froze the server; the client sent 60,000 bytes; thawed it', () =>
      server.frozen(() => client.send(bytes)),
    );
    await bench.step('the client says nothing more, and got all of them back', () =>
      client.expect(bytes, ({ situation, serverRow }) =>
        situation?.kind === 'stuck' && (serverRow?.rxQueue ?? 0) > 0 ? 'L04-B02' : undefined,
      ),
    );
  },
  { needs: [EDGE_SERVES] },
);

graded(
  '04.4',
  2,
  'edge: sends on when a write takes only a part',
  (bench: Bench) => smallBites(bench, EDGE, 'L04-B07'),
  {
    needs: [EDGE_SERVES],
  },
);

graded(
  '04.4',
  4,
  'edge: loses nothing of a client that reads late',
  (bench: Bench) => slowReader(bench, EDGE, { lost: 'L04-B07' }),
  { needs: [EDGE_SERVES] },
);

graded(
  '04.4',
  3,
  'edge: has patience when there are no descriptors left',
  (bench: Bench) => outOfDescriptors(bench, EDGE),
  { needs: [EDGE_SERVES] },
);
