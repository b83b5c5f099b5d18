import { tcpInfo } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { inFolder } from '../support/train-answers.ts';
import { expectNumber, fetchFile, get, put, REFUSED, serve, uniqueBytes } from './asking.ts';
import { corked } from './calls.ts';
import type { WayName } from './lesson.ts';

const ROUNDS = 10;
/** A held-back packet leaves after 200 ms at the earliest; an answer over loopback takes 1 ms. */
const HELD_MS = 150;

/** Header and file travel together: the client's kernel counts the packets that came. tcp(7) "TCP_INFO" */
export const together = (t: TestContext, way: WayName): Promise<void> =>
  inFolder(async (folder) => {
    const contents = uniqueBytes(1000);
    put(folder, 'small', contents);
    const server = await serve(t, folder, way);
    const peer = await t.connect(server);
    await fetchFile(peer, 'small', contents);
    const before = tcpInfo(peer.fd).dataSegsIn;
    await t.step(`asked ${ROUNDS} times for a file of 1,000 bytes`, async () => {
      for (let i = 0; i < ROUNDS; i++) await fetchFile(peer, 'small', contents);
    });
    const packets = tcpInfo(peer.fd).dataSegsIn - before;
    t.expect(packets < 1.5 * ROUNDS, {
      expected: `${ROUNDS} packets: header and file in one`,
      saw: `${packets} packets`,
      kernel: ['TCP_INFO of the client: data_segs_in'],
      looksLike: 'header-alone',
    });
  });

/** No packet waits for bytes that do not come: neither that of a whole file, nor that of a header alone. */
export const prompt = (t: TestContext, way: WayName, held: string, sizes: readonly number[]): Promise<void> =>
  inFolder(async (folder) => {
    for (const size of sizes) put(folder, `${size}`, uniqueBytes(size));
    const server = await serve(t, folder, way);
    const peer = await t.connect(server);
    const asks: [string, () => Promise<void>][] = [
      ...sizes.map((size): [string, () => Promise<void>] => [
        `a file of ${size} bytes`,
        () => fetchFile(peer, `${size}`, uniqueBytes(size)),
      ]),
      [
        'a file that is not there',
        async () => {
          await peer.send(get('none'));
          await expectNumber(peer, REFUSED);
        },
      ],
    ];
    for (const [what, ask] of asks) {
      const best = await t.step(`asked ${ROUNDS} times for ${what}`, () => fastest(ask));
      t.expect(best < HELD_MS, {
        expected: 'an answer that leaves at once',
        saw: `${Math.round(best)} ms for the fastest of ${ROUNDS} answers: the kernel held the last packet back for more bytes`,
        looksLike: held,
      });
    }
    await server.quiet();
    t.expect(!corked(server, peer), {
      expected: 'no TCP_CORK on a connection that waits for a request',
      saw: 'TCP_CORK is on: the last packet of each answer waits for 200 ms',
      looksLike: held,
    });
  });

/** The machine may be busy during one answer, but not during each of ten. Ends at the first one that is fast. */
async function fastest(ask: () => Promise<void>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ROUNDS && best >= HELD_MS; i++) {
    const began = performance.now();
    await ask();
    best = Math.min(best, performance.now() - began);
  }
  return best;
}
