/** Uploads that do not come to their end. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { Fault } from '../../src/sys/core/faults.ts';
import { inFolder } from '../support/train-answers.ts';
import {
  bigBytes,
  expectAnswer,
  fetchFile,
  get,
  HEADER,
  put,
  REFUSED,
  serve,
  sizeBytes,
  stalled,
  uniqueBytes,
} from './asking.ts';
import { graded, STORES } from './lesson.ts';
import { expectClosed, expectFolder, expectStored, halfWay, OLD, store, upload } from './storing.ts';

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
        expectClosed(t, server, open, 'upload-leaks');
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
      // The first splice fills the pipe.
      const faults: Fault[] = [{ calls: ['splice'], error: 'ENOSPC', at: [2] }];
      const full = await serve(t, folder, 'copy', { faults });
      t.note('in this run the disk is full: splice into the draft fails with ENOSPC, and the next time it does not');
      const client = await t.connect(full);
      client.offer(upload('file', bytes));
      await t.step('a client uploads; the server ends the connection', () => client.expectEnd('any'));
      await full.quiet();
      expectStored(t, folder, 'file', Buffer.from(OLD));
      expectFolder(t, folder, ['file'], 'draft-left');
      const next = await t.connect(full);
      await t.step('another client uploads', () => store(next, 'next', bytes, 'dirty-pipe'));
      expectStored(t, folder, 'next', bytes, 'dirty-pipe');
    }),
  { needs },
);

/** The server refuses an upload, with -1 or by the end of the connection, or stores it. Returns whether it is stored. */
async function refusedOrStored(
  t: TestContext,
  peer: Peer,
  name: string,
  contents: Buffer,
  looksLike: string,
): Promise<boolean> {
  await peer.send(upload(name, contents));
  const wanted = [sizeBytes(REFUSED), sizeBytes(contents.length)];
  const answered = (): boolean => {
    peer.pump();
    return peer.ending !== 'open' || peer.arrived >= HEADER;
  };
  await peer.server.waitFor('an answer, or the end of the connection', answered, { diagnose: () => looksLike });
  await peer.server.quiet();
  t.expect(peer.server.exited === null, {
    expected: 'a server that goes on',
    saw: `the server ${describeExit(peer.server.exited)}`,
    looksLike,
  });
  t.expect(peer.arrived === 0 || wanted.some((bytes) => peer.received.equals(bytes)), {
    expected: `-1, or the size ${contents.length}`,
    saw: peer.received.toString('hex'),
    looksLike,
  });
  return peer.received.equals(sizeBytes(contents.length));
}

graded(
  '11.5',
  2,
  'upload: the name of a folder, the draft of an earlier run, a draft that has gone',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const contents = Buffer.from('a few bytes');
      const server = await serve(t, folder, 'splice');
      // A server of an earlier run may have had the same process id: in a container, each has.
      for (let i = 1; i <= 3; i++)
        put(folder, `.${server.pid}-${i}.draft`, 'bytes of an earlier run, and more of them');
      const first = await t.connect(server);
      const stored = await t.step('a client uploads a file whose draft an earlier run has left', () =>
        refusedOrStored(t, first, 'first', contents, 'draft-not-new'),
      );
      if (stored) expectStored(t, folder, 'first', contents, 'draft-not-new');
      else
        expectFolder(
          t,
          folder,
          readdirSync(folder).filter((name) => name.endsWith('.draft')),
          'draft-not-new',
        );
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
      mkdirSync(join(folder, 'sub'));
      const open = descriptors(server.pid).length;
      const second = await t.connect(server);
      await t.step('a client uploads a file with the name of a folder: rename fails', () =>
        refusedOrStored(t, second, 'sub', contents, 'closed-twice'),
      );
      second.close();
      const third = await halfWay(t, server, 'file', bytes);
      for (const name of readdirSync(folder)) if (name.endsWith('.draft')) rmSync(join(folder, name));
      third.reset();
      await t.step('somebody removed the draft of a third one, which then resets; the server sleeps', () =>
        server.quiet(),
      );
      t.expect(server.exited === null, {
        expected: 'a server that goes on',
        saw: `the server ${describeExit(server.exited)}`,
        looksLike: 'draft-gone',
      });
      expectFolder(t, folder, ['sub'], 'draft-left');
      put(folder, 'big', bigBytes());
      const reversed = Buffer.from(bigBytes()).reverse();
      put(folder, 'reversed', reversed);
      const one = await stalled(t, server);
      const other = await stalled(t, server, { request: get('reversed') });
      await t.step('two clients that were served at the same time read their files', async () => {
        await expectAnswer(one, bigBytes(), 0, () => 'closed-twice');
        await expectAnswer(other, reversed, 0, () => 'closed-twice');
      });
      for (const client of [first, one, other]) client.close();
      await server.waitFor('the connections to be closed', () => server.connections().length === 0);
      expectClosed(t, server, open, 'upload-leaks');
    }),
  { needs },
);
