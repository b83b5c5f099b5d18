/** The scenes of lesson 12, on the reference and on some of its known mistakes. */
import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';
import { until } from '../../src/host/wait.ts';
import { residentKb } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import type { Scene } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { inFolder } from '../../src/stage/train-files.ts';
import { readTrace } from '../../src/trace/read.ts';

export const SERVER = 'server.ts';
export const HELLO = 'hello, world\n';
export const BIG = 16_000_000;

export const scenes: readonly Scene[] = [
  { name: 'pieces', title: 'A request, byte by byte', play: pieces },
  { name: 'smuggle', title: 'One request, or two?', play: smuggle },
  { name: 'goodbye', title: 'A last answer to a client that is still sending', play: goodbye },
  { name: 'shrink', title: 'A file that shrinks while it is sent', play: shrink },
  { name: 'modes', title: 'Reactor and proactor: who reads?', play: modes },
  { name: 'slow', title: 'A hundred slow clients, and one that is not', play: slow },
];

/** Plays with a server of a folder that has hello.txt and big.bin. */
export async function withServer(
  stage: Stage,
  mistake: string | undefined,
  args: readonly string[],
  act: (server: ObservedProgram, folder: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'hello.txt'), HELLO);
    writeFileSync(join(folder, 'big.bin'), '');
    truncateSync(join(folder, 'big.bin'), BIG);
    const options = { args: ['--dir', folder, ...args], ...(mistake === undefined ? {} : { mistake }) };
    await act(await stage.start(SERVER, options), folder);
  });
}

export const get = (path: string): Buffer => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: h\r\n\r\n`);

/** The status lines among the bytes that a client has received. */
export const statuses = (client: Peer): string[] => {
  client.pump();
  return client.received.toString('latin1').match(/^HTTP\/1\.1 .*$/gm) ?? [];
};

/** Sends bytes and waits until the server sleeps again. */
export async function say(server: ObservedProgram, client: Peer, bytes: Buffer): Promise<string[]> {
  await client.send(bytes);
  await server.quiet();
  return statuses(client);
}

export const titleOf = (mistake: string | undefined): string =>
  mistake === undefined ? 'the reference' : `with the mistake ${mistake}`;

async function pieces(stage: Stage): Promise<void> {
  await withServer(stage, undefined, [], async (server) => {
    const client = await stage.connect(server);
    const request = get('/hello.txt');
    stage.say(`A client sends ${request.length} bytes of a request, each when the server has read the one before.`);
    await client.dribble(request.subarray(0, -1));
    await server.quiet();
    const before = statuses(client).length;
    const after = await say(server, client, request.subarray(-1));
    stage.show('answers', [`after ${request.length - 1} bytes: ${before}`, `after the last LF: ${after.join()}`]);
    stage.claim(before === 0 && after[0] === 'HTTP/1.1 200 OK', 'the answer comes with the last byte, and not before');
  });
}

/** As chunks this body is empty, and a request follows; by its length it is all of this. */
const BODY = `0\r\n\r\n${get('/hello.txt?smuggled')}`;
const SMUGGLED = Buffer.from(
  `POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ${BODY.length}\r\nTransfer-Encoding: chunked\r\n\r\n${BODY}`,
);

export async function smuggled(stage: Stage, mistake: string | undefined): Promise<string[]> {
  let seen: string[] = [];
  await withServer(stage, mistake, [], async (server) => {
    const client = await stage.connect(server);
    seen = await say(server, client, SMUGGLED);
  });
  stage.show(titleOf(mistake), seen);
  return seen;
}

async function smuggle(stage: Stage): Promise<void> {
  stage.say('A proxy goes by Content-Length: this is one request. A server goes by the chunks.');
  const two = await smuggled(stage, 'both-lengths');
  stage.claim(two.length === 2, 'the server answers a second request, which the proxy has never seen');
  const one = await smuggled(stage, undefined);
  stage.claim(one.length === 1 && one[0]?.includes('400') === true, 'the reference refuses, and answers nothing more');
}

/** How the connection of a client ends that goes on sending after the server has refused its request. */
export async function refusedUpload(stage: Stage, mistake: string | undefined): Promise<string> {
  let ending = '';
  await withServer(stage, mistake, [], async (server) => {
    const client = await stage.connect(server);
    await client.send(Buffer.from('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n'));
    for (let i = 0; i < 8 && client.ending === 'open'; i++) {
      await server.quiet();
      client.offer(Buffer.alloc(65_536));
    }
    client.halfClose();
    await server.waitFor('the end for the client', () => {
      client.pump();
      return client.ending !== 'open';
    });
    ending = client.ending;
    stage.show(titleOf(mistake), [`the client sends on, and its connection ends with: ${ending}`, ...statuses(client)]);
  });
  return ending;
}

async function goodbye(stage: Stage): Promise<void> {
  stage.say('A client announces two million bytes. The server refuses at once, while they are still coming.');
  stage.claim((await refusedUpload(stage, 'hard-close')) === 'reset', 'a close with bytes unread ends in a reset');
  stage.claim((await refusedUpload(stage, undefined)) === 'eof', 'who lingers ends in good order');
}

/** What a client gets of a file that is cut while it is sent. */
export async function shrinks(stage: Stage, mistake: string | undefined): Promise<{ got: number; answers: number }> {
  let seen = { got: 0, answers: 0 };
  await withServer(stage, mistake, [], async (server, folder) => {
    const client = await stage.connect(server, { receiveBuffer: 4096 });
    await client.send(Buffer.concat([get('/big.bin'), get('/hello.txt')]));
    await server.quiet();
    truncateSync(join(folder, 'big.bin'), 100);
    await until(() => {
      client.pump();
      return client.ending !== 'open' || client.received.includes(HELLO) || null;
    }, 20_000);
    seen = { got: client.received.length, answers: client.received.toString('latin1').split('HTTP/1.1 ').length - 1 };
    stage.show(titleOf(mistake), [
      `Content-Length was ${BIG}; ${seen.got} bytes came (heads among them: ${seen.answers}), then ${client.ending}`,
    ]);
  });
  return seen;
}

async function shrink(stage: Stage): Promise<void> {
  stage.say('A client asks for 16 MB and for a second file, and does not read. The first file is cut to 100 bytes.');
  const wrong = await shrinks(stage, 'short-goes-on');
  stage.claim(
    wrong.answers === 2,
    'the second answer stands where bytes of the first are missing: the client cannot know',
  );
  const right = await shrinks(stage, undefined);
  stage.claim(right.answers === 1 && right.got < BIG, 'the end of the connection says that bytes are missing');
}

const MANY = 100;

/** A hundred clients that never end their heads: memory for each in KB, whether another is served, and their statuses later. */
export async function slowHeads(stage: Stage): Promise<{ each: number; served: boolean; ended: number }> {
  let seen = { each: 0, served: false, ended: 0 };
  await withServer(stage, undefined, ['--head', '3000'], async (server) => {
    const other = await stage.connect(server);
    await say(server, other, get('/hello.txt'));
    const before = residentKb(server.pid);
    const slow: Peer[] = [];
    for (let i = 0; i < MANY; i++) slow.push(await stage.connect(server));
    for (const client of slow) client.offer(Buffer.from('GET /hello.txt HTTP/1.1\r\nX: '));
    await server.quiet();
    const each = (residentKb(server.pid) - before) / MANY;
    const served = (await say(server, other, get('/hello.txt'))).length === 2;
    const ended = (): number => slow.filter((client) => statuses(client)[0]?.includes('408') === true).length;
    await until(() => ended() === MANY || null, 20_000);
    seen = { each, served, ended: ended() };
    stage.show('the server', [
      `${each.toFixed(1)} KB for each slow client`,
      `another client meanwhile: ${served ? 'served' : 'not served'}`,
      `after --head 3000: ${seen.ended} of ${MANY} refused with 408`,
    ]);
  });
  return seen;
}

async function slow(stage: Stage): Promise<void> {
  stage.say(`${MANY} clients send the beginning of a request, and nothing more.`);
  const { served, ended } = await slowHeads(stage);
  stage.claim(served, 'a slow client costs a descriptor and a little memory, and nobody else anything');
  stage.claim(ended === MANY, 'each is refused when its time is over');
}

/** How often the loop and the workers of a mode have made each of these calls, for ten requests. */
export async function whoCalls(
  stage: Stage,
  mode: 'reactor' | 'proactor',
): Promise<(name: string, worker: boolean) => number> {
  const trace = makeScratch();
  try {
    let pid = 0;
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'hello.txt'), HELLO);
      const server = await stage.start(SERVER, { args: ['--dir', folder, '--mode', mode], env: { LAB_TRACE: trace } });
      pid = server.pid;
      for (let i = 0; i < 10; i++) await say(server, await stage.connect(server), get('/hello.txt'));
      stage.show(`--mode ${mode}`, [`${readdirSync(`/proc/${pid}/task`).length} threads`]);
    });
    const { lanes } = readTrace(trace);
    const count = (name: string, worker: boolean): number =>
      lanes
        .filter(({ tid }) => (tid !== pid) === worker)
        .flatMap(({ events }) => events)
        .filter((event) => event.kind === 'call' && event.name === name).length;
    stage.show(
      'calls in the trace',
      ['recv', 'openat2', 'send', 'epoll_wait'].map(
        (name) => `${name.padEnd(11)} loop ${count(name, false)}, workers ${count(name, true)}`,
      ),
    );
    const counts = new Map(
      ['recv', 'openat2'].flatMap((name) =>
        [false, true].map((worker) => [`${name} ${worker}`, count(name, worker)] as const),
      ),
    );
    return (name, worker) => counts.get(`${name} ${worker}`) ?? 0;
  } finally {
    removeScratch(trace);
  }
}

async function modes(stage: Stage): Promise<void> {
  stage.say('Ten clients ask for a file each, in both modes. The answers are the same.');
  const reactor = await whoCalls(stage, 'reactor');
  stage.claim(reactor('recv', false) === 0 && reactor('recv', true) >= 10, 'reactor: only workers call recv');
  const proactor = await whoCalls(stage, 'proactor');
  stage.claim(proactor('recv', true) === 0 && proactor('recv', false) >= 10, 'proactor: only the loop calls recv');
  stage.claim(proactor('openat2', true) === 10, 'and its workers open the files');
}
