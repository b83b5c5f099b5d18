/** Uploads, and what is in the folder afterwards. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { expectNumber } from './asking.ts';

export const OLD = 'the old file';

/** The line of an upload, and its bytes. */
export const upload = (name: string, bytes: Uint8Array, length = bytes.length): Buffer =>
  Buffer.concat([Buffer.from(`PUT ${name} ${length}\n`), bytes]);

/** Uploads a file, and waits for the answer: its size. */
export async function store(peer: Peer, name: string, bytes: Uint8Array, looksLike?: string): Promise<void> {
  const wire = upload(name, bytes);
  let sent = 0;
  await peer.server.waitFor(
    'the server to take the upload',
    () => {
      sent += peer.offer(wire.subarray(sent));
      return sent >= wire.length || peer.ending !== 'open';
    },
    { diagnose: () => looksLike },
  );
  await expectNumber(peer, bytes.length, looksLike);
}

/** The file of this name has these contents. */
export function expectStored(t: TestContext, folder: string, name: string, contents: Buffer, looksLike?: string): void {
  const path = join(folder, name);
  const got = existsSync(path) ? readFileSync(path) : null;
  t.expect(got?.equals(contents) === true, {
    expected: `the ${contents.length} bytes of the upload under ${JSON.stringify(name)}`,
    saw:
      got === null
        ? 'no such file'
        : `${got.length} bytes${got.length === contents.length ? ', but not the same' : ''}`,
    looksLike,
  });
}

/** Only these files are in the folder. */
export function expectFolder(t: TestContext, folder: string, names: readonly string[], looksLike?: string): void {
  const others = readdirSync(folder).filter((name) => !names.includes(name));
  t.expect(others.length === 0, {
    expected: 'nothing left of the upload in the folder',
    saw: others.join(', '),
    looksLike,
  });
}

/** No file and no pipe of an upload is open any more; one empty pipe may be kept. `before`: how many descriptors there were. */
export function expectClosed(t: TestContext, { pid }: ObservedProgram, before: number, looksLike: string): void {
  const open = descriptors(pid);
  const drafts = open.filter(({ target }) => target.includes('.draft') || target.includes('(deleted)'));
  t.expect(open.length <= before + 2 && drafts.length === 0, {
    expected: 'the file closed, and its pipe closed or kept, empty, for the next upload',
    saw: `${open.length - before} more descriptors open`,
    kernel: open.slice(-6).map(({ fd, target }) => `descriptor ${fd}: ${target}`),
    looksLike,
  });
}

/** A client has sent the line of an upload and a part of it; the server has taken these bytes, and sleeps. */
export async function halfWay(
  t: TestContext,
  server: ObservedProgram,
  name: string,
  bytes: Buffer,
  spins?: string,
): Promise<Peer> {
  const peer = await t.connect(server);
  await t.step(
    `a client announced ${bytes.length} bytes for ${JSON.stringify(name)}, and sent half of them`,
    async () => {
      await peer.send(upload(name, bytes.subarray(0, bytes.length >> 1), bytes.length));
      await server.waitFor('the server to take them', () => peer.serverRow?.rxQueue === 0);
      await server.quiet(() => spins);
    },
  );
  return peer;
}
