/** The scenes of lesson 11, on the reference and on some of its mistakes. */
import { closeSync, openSync, readdirSync, renameSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { Scene } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { inFolder } from '../../src/stage/train-files.ts';
import { cost, gigabyte } from './demo-cost.ts';
import { drop } from './demo-downloads.ts';

export const SERVER = 'server.ts';
const HEADER = 8;
const BIG = 8_000_000;

export const scenes: readonly Scene[] = [
  { name: 'cost', title: 'System calls, copies and CPU time of each way', play: cost },
  { name: 'gigabyte', title: 'The same for a sparse file of 1 GiB; takes longer', play: gigabyte },
  { name: 'truncate', title: 'A file that shrinks while it is sent, in three ways', play: truncated },
  { name: 'snapshot', title: 'A file that is overwritten after sendfile has returned', play: snapshot },
  { name: 'two-gigabytes', title: 'sendfile and a file of 3 GiB', play: threeGibibytes },
];

/** No multiple of a page: a server that sends out of a mapping stalls inside it. */
const INSIDE = [{ calls: ['send'], cap: 100_003 }];

/** A client that has asked for `big` and reads nothing; the server has sent what fits, and sleeps. */
export async function stalled(
  stage: Stage,
  folder: string,
  way: string,
  mistake?: string,
): Promise<{ server: ObservedProgram; client: Peer }> {
  const options = mistake === undefined ? {} : { mistake };
  const server = await stage.start(SERVER, { args: ['--dir', folder, '--way', way], faults: INSIDE, ...options });
  const client = await stage.connect(server, { receiveBuffer: 4096 });
  await client.send(Buffer.from('GET big\n'));
  await server.waitFor('bytes for the client', () => (client.row?.rxQueue ?? 0) > 0);
  await server.quiet();
  return { server, client };
}

/** Reads to the end of the connection or of the announced bytes; false when the server has ended or spins. */
export async function readAll(server: ObservedProgram, client: Peer, size: number): Promise<boolean> {
  const done = (): boolean => {
    client.pump();
    return client.ending !== 'open' || client.arrived >= HEADER + size;
  };
  return server.waitFor('the end', done, { alive: false }).then(
    () => true,
    () => false,
  );
}

async function truncated(stage: Stage): Promise<void> {
  stage.say(
    'A client asked for a file of 8 MB and reads nothing. The file is cut to 100 bytes. Then the client reads on.',
  );
  const plays = [
    ['copy', undefined],
    ['mmap', undefined],
    ['mmap', 'touches-map'],
    ['sendfile', undefined],
    ['sendfile', 'zero-again'],
  ] as const;
  for (const [way, mistake] of plays) await shrink(stage, way, mistake);
}

/** One way, or a mistake in it, and what the client and the server see of a file that shrinks. */
export async function shrink(stage: Stage, way: string, mistake?: string): Promise<void> {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'big'), Buffer.alloc(BIG, 'x'));
    const { server, client } = await stalled(stage, folder, way, mistake);
    truncateSync(join(folder, 'big'), 100);
    const ended = await readAll(server, client, BIG);
    await server.settle();
    const body = Math.max(0, client.arrived - HEADER);
    const fate = server.exited === null ? (ended ? 'sleeps' : 'never sleeps again') : describeExit(server.exited);
    stage.show(`${way}${mistake === undefined ? '' : ` (${mistake})`}`, [
      `the client got ${body.toLocaleString('en-US')} of ${BIG.toLocaleString('en-US')} bytes, then ${client.ending === 'open' ? 'nothing' : 'the end of the connection'}`,
      `the server ${fate}`,
    ]);
    if (mistake === undefined) {
      stage.claim(
        ended && client.ending !== 'open' && body < BIG,
        `${way}: the answer ends short, with its connection`,
      );
      stage.claim(server.exited === null, `${way}: the server goes on`);
    } else if (mistake === 'touches-map')
      stage.claim(server.exited?.signal === 'SIGBUS', 'a server that touches the lost pages dies of SIGBUS');
    else stage.claim(server.exited === null && !ended, 'sendfile returns 0 again and again: the loop never sleeps');
  });
}

const SMALL = 1_000_000;

/** How many old and new bytes a client gets, when the file changes while it has not read. */
export async function mixture(
  stage: Stage,
  way: string,
  change: (path: string) => void,
): Promise<{ old: number; changed: number }> {
  return inFolder(async (folder) => {
    writeFileSync(join(folder, 'big'), Buffer.alloc(SMALL, 'o'));
    const { server, client } = await stalled(stage, folder, way);
    change(join(folder, 'big'));
    await readAll(server, client, SMALL);
    const body = client.received.subarray(HEADER);
    const old = body.filter((byte) => byte === 0x6f).length;
    return { old, changed: body.length - old };
  });
}

/** Writes other bytes into the same file. */
export function overwrite(path: string): void {
  const fd = openSync(path, 'r+');
  writeSync(fd, Buffer.alloc(SMALL, 'n'));
  closeSync(fd);
}

/** Puts another file under the same name. */
export function replace(path: string): void {
  writeFileSync(`${path}.new`, Buffer.alloc(SMALL, 'n'));
  renameSync(`${path}.new`, path);
}

async function snapshot(stage: Stage): Promise<void> {
  stage.say(
    'A client asked for a million bytes "o" and reads nothing; all of them fit into the send buffer, so the server is done. Now the file is overwritten with "n". Then the client reads.',
  );
  const lines: string[] = [];
  const seen = new Map<string, { old: number; changed: number }>();
  for (const way of ['copy', 'sendfile', 'splice']) {
    const got = await mixture(stage, way, overwrite);
    seen.set(way, got);
    lines.push(
      `${way.padEnd(10)} ${String(got.old).padStart(8)} old bytes   ${String(got.changed).padStart(8)} new ones`,
    );
  }
  const renamed = await mixture(stage, 'sendfile', replace);
  lines.push(
    `sendfile   ${String(renamed.old).padStart(8)} old bytes   ${String(renamed.changed).padStart(8)} new ones, where a new file was renamed`,
  );
  stage.show('the answer', lines);
  stage.claim(seen.get('copy')?.changed === 0, 'copy: the client gets the file as it was when it was read');
  stage.claim(
    (seen.get('sendfile')?.changed ?? 0) > 0,
    'sendfile: the send buffer refers to the pages of the file, and their new bytes are sent',
  );
  stage.claim(renamed.changed === 0, 'a file that is replaced by rename changes for nobody who has it open');
}

const THREE = 3 * 2 ** 30;

async function threeGibibytes(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    closeSync(openSync(join(folder, 'huge'), 'w'));
    truncateSync(join(folder, 'huge'), THREE);
    stage.say('One call of sendfile moves 2,147,479,552 bytes (0x7ffff000) at most. The file is 3 GiB long, a hole.');
    const server = await stage.start(SERVER, { args: ['--dir', folder, '--way', 'sendfile'] });
    const client = await stage.connect(server);
    const got = await drop(client, 'huge', THREE);
    stage.show('the answer', [`${got.toLocaleString('en-US')} bytes of ${THREE.toLocaleString('en-US')}`]);
    stage.claim(got === THREE, 'the limit is one of a call, not of a file: the next call goes on');
    await client.send(Buffer.from('PUT back 5\nhello'));
    await server.waitFor('the upload', () => readdirSync(folder).includes('back'));
    stage.claim(true, 'and the other direction, socket to file, is splice: an upload is stored');
  });
}
