import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import { inFolder } from '../support/train-answers.ts';
import { expectNumber, fetchFile, get, put, serve, sizeBytes, uniqueBytes } from './asking.ts';
import { moved, read } from './calls.ts';
import { graded, STORES, sends } from './lesson.ts';
import { expectClosed, expectFolder, expectStored, halfWay, OLD, store, upload } from './storing.ts';

/** The first bytes are not those of the upload: they came together with the request line. */
const headless = (folder: string, name: string, bytes: Buffer): boolean =>
  !readFileSync(join(folder, name)).subarray(0, 1).equals(bytes.subarray(0, 1));

const SIZES = [0, 1, 4096, 65_537, (1 << 20) + 1, 3_000_001];

graded(
  '11.5',
  2,
  STORES,
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await serve(t, folder, 'copy');
      const peer = await t.connect(server);
      await server.quiet();
      const open = descriptors(server.pid).length;
      for (const size of SIZES) {
        const bytes = uniqueBytes(size);
        await t.step(`uploaded a file of ${size} bytes, on the same connection`, () => store(peer, `${size}`, bytes));
        expectStored(t, folder, `${size}`, bytes, headless(folder, `${size}`, bytes) ? 'early-lost' : undefined);
        await t.step('got it back', () => fetchFile(peer, `${size}`, bytes));
      }
      expectFolder(t, folder, SIZES.map(String), 'draft-left');
      await server.quiet();
      expectClosed(t, server, open, 'stored-leaks');
    }),
  { needs: [sends('copy')] },
);

const needs = [STORES];

graded(
  '11.5',
  2,
  'upload: begins and ends at its own bytes',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await serve(t, folder, 'copy');
      const peer = await t.connect(server);
      const [first, second] = [uniqueBytes(150_000), uniqueBytes(70_000)];
      await t.step('sent two uploads, then a request, without a pause, while the server was stopped', () =>
        server.frozen(() => {
          peer.offer(Buffer.concat([upload('first', first), upload('second', second), get('first')]));
        }),
      );
      const answers = Buffer.concat([
        sizeBytes(first.length),
        sizeBytes(second.length),
        sizeBytes(first.length),
        first,
      ]);
      await t.step('got the answers in order, and the file', () =>
        server
          .waitFor(
            'both sizes, and the file',
            () => {
              peer.pump();
              return peer.arrived >= answers.length || peer.ending !== 'open';
            },
            { progress: () => peer.arrived, diagnose: () => 'swallows-next' },
          )
          .then(() =>
            t.expect(peer.received.equals(answers), {
              expected: 'the size of each upload, then the file',
              saw: `${peer.received.length} of ${answers.length} bytes${peer.ending === 'open' ? '' : ', then the end of the connection'}`,
              looksLike: 'swallows-next',
            }),
          ),
      );
      expectStored(t, folder, 'first', first, 'swallows-next');
      expectStored(t, folder, 'second', second, 'swallows-next');
    }),
  { needs },
);

graded(
  '11.5',
  2,
  'upload: shows the old file until the new one is complete',
  (t: TestContext) =>
    inFolder(async (folder) => {
      put(folder, 'file', OLD);
      const server = await serve(t, folder, 'copy');
      const bytes = uniqueBytes(400_000);
      const slow = await halfWay(t, server, 'file', bytes, 'upload-spins');
      const other = await t.connect(server);
      await t.step('another client got the old file', () =>
        fetchFile(other, 'file', Buffer.from(OLD), () => 'in-place'),
      );
      await t.step('the first one sent the rest, and got the size', async () => {
        await slow.send(bytes.subarray(bytes.length >> 1, -1));
        await server.waitFor('the server to take them', () => slow.serverRow?.rxQueue === 0);
        await server.quiet();
        await slow.send(bytes.subarray(-1)); // a byte alone
        await expectNumber(slow, bytes.length);
      });
      await t.step('the other client got the new file', () => fetchFile(other, 'file', bytes));
    }),
  { needs },
);

graded(
  '11.5',
  2,
  'upload: loses no byte when splice moves only a part',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const bytes = uniqueBytes(300_000);
      const faults = [
        { calls: ['splice'], cap: 3001, every: 2 },
        { calls: ['pwrite', 'write'], cap: 301 },
        { calls: ['splice'], error: 'EAGAIN', at: [1] },
      ];
      const server = await serve(t, folder, 'copy', { faults });
      t.note('in this run every second splice moves at most 3,001 bytes, and the first one would block');
      const peer = await t.connect(server);
      await t.step('uploaded 300,000 bytes', () => store(peer, 'file', bytes, 'drain-once'));
      expectStored(t, folder, 'file', bytes, 'drain-once');
    }),
  { needs },
);

graded(
  '11.5',
  2,
  'upload: hardly a byte of the file passes through the memory of the program',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const recording = t.record();
      const server = await serve(t, folder, 'copy', { env: recording.env });
      const bytes = uniqueBytes(300_000);
      const slow = await halfWay(t, server, 'file', bytes);
      await slow.send(bytes.subarray(150_000));
      await t.step('it sent the rest, and got the size', () => expectNumber(slow, bytes.length));
      await server.quiet();
      const calls = recording.lane(server.pid).filter(({ kind }) => kind === 'call');
      const [spliced, copied] = [moved(calls, 'splice'), read(calls)];
      t.expect(spliced >= bytes.length && copied < 100_000 && readFileSync(join(folder, 'file')).equals(bytes), {
        expected: 'most bytes moved by splice; those that came with the request line by recv',
        saw: `${spliced} bytes by splice, ${copied} by read and recv`,
        looksLike: 'upload-copies',
      });
    }),
  { needs },
);
