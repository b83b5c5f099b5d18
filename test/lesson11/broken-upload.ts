/** Uploads that do not come to their end. */
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { inFolder } from '../support/train-answers.ts';
import { fetchFile, put, serve, uniqueBytes } from './asking.ts';
import { graded, STORES } from './lesson.ts';
import { expectFolder, expectStored, halfWay, OLD, upload } from './storing.ts';

const needs = [STORES];
const bytes = uniqueBytes(400_000);

const breaks: readonly [string, (peer: Peer) => void, string][] = [
  ['ends its direction', (peer) => peer.halfClose(), 'half-kept'],
  ['resets its connection', (peer) => peer.reset(), 'draft-left'],
];
for (const [what, end, looksLike] of breaks) {
  graded(
    '11.5',
    2,
    `upload: keeps the old file when a client ${what} in the middle`,
    (t: TestContext) =>
      inFolder(async (folder) => {
        put(folder, 'file', OLD);
        const server = await serve(t, folder, 'copy');
        const open = descriptors(server.pid).length;
        const client = await halfWay(t, server, 'file', bytes);
        end(client);
        await t.step(`it ${what}; the server closes the connection, and sleeps`, () =>
          server
            .waitFor('the connection to be closed', () => server.connections().length === 0, {
              diagnose: ({ kind }) => (kind === 'busy' ? 'end-unseen' : undefined),
            })
            .then(() => server.quiet(() => 'end-unseen')),
        );
        expectStored(t, folder, 'file', Buffer.from(OLD), looksLike);
        expectFolder(t, folder, ['file'], 'draft-left');
        const left = descriptors(server.pid).length - open;
        t.expect(left <= 2, {
          expected: 'the draft closed, and its pipe closed as well, because bytes may be in it; or kept, empty',
          saw: `${left} more descriptors open`,
          looksLike: 'upload-leaks',
        });
        const next = await t.connect(server);
        await t.step('another client got the old file', () => fetchFile(next, 'file', Buffer.from(OLD)));
      }),
    { needs },
  );
}

graded(
  '11.5',
  2,
  'upload: leaves no draft when the server stops, or the disk is full',
  (t: TestContext) =>
    inFolder(async (folder) => {
      put(folder, 'file', OLD);
      const server = await serve(t, folder, 'copy');
      await halfWay(t, server, 'file', bytes);
      server.signal('SIGTERM');
      const exit = await t.step('SIGTERM: the server exits', () => server.exit());
      t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });
      expectFolder(t, folder, ['file'], 'draft-left');
      // From the second splice on: the first one fills the pipe.
      const at = Array.from({ length: 40 }, (_, i) => i + 2);
      const full = await serve(t, folder, 'copy', { faults: [{ calls: ['splice'], error: 'ENOSPC', at }] });
      t.note('in this run the disk is full: splice into the draft fails with ENOSPC');
      const client = await t.connect(full);
      client.offer(upload('file', bytes));
      await t.step('a client uploads; the server ends the connection', () => client.expectEnd('any'));
      await full.quiet();
      expectStored(t, folder, 'file', Buffer.from(OLD));
      expectFolder(t, folder, ['file'], 'draft-left');
    }),
  { needs },
);
