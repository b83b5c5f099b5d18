/** The scenes of lesson 06, on the reference and on some of its mistakes. */
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processInfo, residentKb, statusField, zombieStatus } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { onlyChild } from '../../src/stage/evidence.ts';
import type { Scene } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { inFolder, makeBig, train } from '../../src/stage/train-files.ts';

export const SERVER = 'server.ts';
export const CLIENT = 'client.ts';
export const YARD = 'yard.ts';

export const scenes: readonly Scene[] = [
  { name: 'arithmetic', title: 'Two trains, four pieces: recv and recvCycle', play: arithmetic },
  { name: 'gone', title: 'A client that has gone, and SIGPIPE', play: gone },
  { name: 'half', title: 'A transfer that breaks off half way', play: half },
  { name: 'gibibyte', title: 'A file of 1 GiB, and the memory of the client', play: gibibyte },
];

async function arithmetic(stage: Stage): Promise<void> {
  stage.say(
    'Two trains of 1,000 bytes are sent. The network brings 304 bytes, then 300, 400 and 1,004: an engine and a part of its car, more of the car, the rest of it, the next train.',
  );
  const broken = await inPieces(stage, 'recv-once');
  stage.show('one recv is taken for a whole car (recv-once)', broken);
  stage.claim(
    !broken.includes('train of 1000 bytes'),
    'no train of 1,000 bytes: the bytes of two calls were taken for a whole car',
  );
  const reference = await inPieces(stage);
  stage.show('the reference calls recv until it has 1,000 bytes', reference);
  stage.claim(reference.filter((line) => line === 'train of 1000 bytes').length === 2, 'two trains of 1,000 bytes');
}

/** The output and the log of the yard for two trains that come in four pieces. */
export async function inPieces(stage: Stage, mistake?: string): Promise<string[]> {
  const yard = await stage.start(YARD, mistake === undefined ? {} : { mistake });
  const peer = await stage.connect(yard);
  const stream = Buffer.concat([train(Buffer.alloc(1000, 'a')), train(Buffer.alloc(1000, 'b'))]);
  for (const [from, to] of [
    [0, 304],
    [304, 604],
    [604, 1004],
    [1004, 2008],
  ]) {
    await peer.send(stream.subarray(from, to));
    await yard.quiet();
  }
  peer.halfClose();
  await yard.exit();
  return [
    ...yard.output.out
      .split('\n')
      .slice(1, -1)
      .map((line) => line.replace(/, CRC.*/, '')),
    ...yard.log.map((line) => line.replace(/^.*yard\.ts: /, '')).filter((line) => line !== ''),
    describeExit(yard.exited),
  ];
}

async function gone(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    makeBig(folder, 50e6);
    for (const mistake of ['sigpipe', undefined]) {
      const server = await stage.start(SERVER, {
        args: ['--dir', folder],
        ...(mistake === undefined ? {} : { mistake }),
      });
      const status = await closesHalfWay(stage, server);
      stage.say(
        mistake === undefined
          ? 'The reference ignores SIGPIPE: the write throws EPIPE, and the child logs it and exits.'
          : 'A client has read a part of 50 MB, up to the last byte under way, and closes. The child writes on, with the default action for SIGPIPE (sigpipe).',
      );
      stage.show('the child, and what the server logged', [
        `ended with ${status}`,
        ...server.log.slice(-2).map((line) => line.replace(/^\d+ /, '')),
      ]);
      if (mistake === undefined) stage.claim(status === 'status 1', 'the child exits with status 1');
      else stage.claim(status === 'signal 13', 'SIGPIPE (13) ended the child, before any call failed');
    }
  });
}

/** A client asks for `big`, reads all bytes under way while the child is stopped, and closes. Returns how the child ended. */
export async function closesHalfWay(stage: Stage, server: ObservedProgram): Promise<string | null> {
  const client = await stage.connect(server, { receiveBuffer: 4096 });
  await client.send(train('big'));
  await server.waitFor('the child to wait in write', () => (client.row?.rxQueue ?? 0) > 0);
  await server.quiet();
  const child = onlyChild(server);
  return server.frozen(async () => {
    process.kill(child, 'SIGSTOP');
    await server.waitFor('empty queues', () => {
      client.pump();
      return client.serverRow?.txQueue === 0 && client.row?.rxQueue === 0;
    });
    client.close();
    process.kill(child, 'SIGCONT');
    await server.waitFor('the child to end', () => (processInfo(child)?.state ?? 'Z') === 'Z');
    return zombieStatus(child);
  });
}

async function half(stage: Stage): Promise<void> {
  for (const mistake of ['in-place', undefined]) {
    const { lines, old } = await breaksOff(stage, mistake);
    stage.say(
      mistake === undefined
        ? 'The reference writes into a draft, and renames it when size and checksum fit.'
        : 'The folder has a file. Another one of 500 MB is fetched under the same name, and the server is killed in the middle. This client writes under the final name from the start (in-place).',
    );
    stage.show('the folder afterwards', lines);
    if (mistake === undefined) stage.claim(old, 'the old file is unchanged, and the folder has no other file');
    else stage.claim(!old, 'the old file is lost, and the new one is not complete');
  }
}

/** Kills a server in the middle of an answer. Returns the files in the client's folder, and whether the old one is unchanged. */
export async function breaksOff(stage: Stage, mistake?: string): Promise<{ lines: string[]; old: boolean }> {
  return inFolder(async (folder) => {
    makeBig(folder, 500e6);
    const into = join(folder, 'into');
    const name = 'big';
    const server = await stage.start(SERVER, { args: ['--dir', folder] });
    oldFile(into, name);
    const client = await stage.launch(CLIENT, {
      args: ['--port', String(server.port), '--get', name, '--into', into],
      ...(mistake === undefined ? {} : { mistake }),
    });
    await client.waitFor('some of the file', () =>
      readdirSync(into).some((file) => statSync(join(into, file)).size > 1e6),
    );
    for (const { pid } of server.children()) process.kill(pid, 'SIGKILL');
    const exit = await client.exit();
    const files = readdirSync(into).map((file) => ({ file, size: statSync(join(into, file)).size }));
    const lines = [...files.map(({ file, size }) => `${file}  ${size} bytes`), `the client ${describeExit(exit)}`];
    return { lines, old: files.length === 1 && files[0]?.size === 12 };
  });
}

function oldFile(into: string, name: string): void {
  mkdirSync(into);
  writeFileSync(join(into, name), 'the old song');
}

async function gibibyte(stage: Stage): Promise<void> {
  const size = 2 ** 30;
  await inFolder(async (folder) => {
    makeBig(folder, size);
    const into = join(folder, 'into');
    oldFile(into, 'other');
    const server = await stage.start(SERVER, { args: ['--dir', folder] });
    const began = performance.now();
    const client = await stage.launch(CLIENT, {
      args: ['--port', String(server.port), '--get', 'big', '--into', into],
    });
    let idle = 0;
    await server.frozen(async () => {
      client.partner(server);
      await client.quiet();
      idle = residentKb(client.pid);
    });
    let peak = 0;
    while (client.exited === null) {
      peak = Math.max(peak, Number.parseInt(statusField(client.pid, 'VmHWM') ?? '0', 10));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    stage.say(
      'A client fetches a file of 1 GiB in trains of 1,000 bytes. The file is sparse, so your disk holds it only once.',
    );
    stage.show('the client', [
      `${statSync(join(into, 'big')).size} bytes in ${((performance.now() - began) / 1000).toFixed(1)} s`,
      `resident memory ${(idle / 1024).toFixed(0)} MB while it waited, ${(peak / 1024).toFixed(0)} MB at its peak`,
    ]);
    stage.claim(
      client.exited.code === 0 && statSync(join(into, 'big')).size === size,
      'all 1,073,741,824 bytes are there, and the checksum is right',
    );
    stage.claim(peak - idle < 64 * 1024, 'the client holds a few trains in memory at a time, never the whole file');
  });
}
