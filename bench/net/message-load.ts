/** Loads for the message server of lesson 13, each a process of its own: message-load.ts LOAD PORT …. Prints JSON. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BUSY, ECHO, MessageClient, PING, packet, randomNumbers, WORK } from './message-client.ts';

export interface Pings {
  readonly pings: number;
  readonly answers: number;
  /** Connections that the server has ended. */
  readonly putOut: number;
}

/** `count` clients that ping once a second each, spread over the second. */
async function pings(port: number, count: number, seconds: number): Promise<Pings> {
  const seen = { pings: 0, answers: 0, putOut: 0 };
  const clients: MessageClient[] = [];
  const enter = async (): Promise<void> => {
    while (clients.length < count) {
      const some = Array.from({ length: Math.min(100, count - clients.length) }, () =>
        MessageClient.enter(port, () => {
          seen.answers++;
        }),
      );
      clients.push(...(await Promise.all(some)));
    }
  };
  const entered = enter();
  const ping = packet(PING);
  const TURNS = 50;
  const until = performance.now() + seconds * 1000;
  let next = performance.now();
  for (let turn = 0; performance.now() < until; turn = (turn + 1) % TURNS) {
    for (let i = turn; i < clients.length; i += TURNS) {
      if (clients[i]?.ended) continue;
      clients[i]?.socket.write(ping);
      seen.pings++;
    }
    next += 1000 / TURNS;
    await sleep(Math.max(0, next - performance.now()));
  }
  await entered;
  await sleep(1000); // the last answers
  seen.putOut = clients.filter(({ ended }) => ended).length;
  for (const { socket } of clients) socket.destroy();
  return seen;
}

/** Echoes of 64 bytes, with 64 packets under way for each client. The rate is of packets that came back. */
async function packets(port: number, count: number, seconds: number): Promise<number> {
  const WINDOW = 64;
  const batch = Buffer.concat(Array.from({ length: WINDOW }, () => packet(ECHO, Buffer.alloc(56, 'x'))));
  let answers = 0;
  const clients: MessageClient[] = [];
  for (let i = 0; i < count; i++) {
    let due = WINDOW;
    const client = await MessageClient.enter(port, () => {
      answers++;
      if (--due > 0) return;
      due = WINDOW;
      client.socket.write(batch);
    });
    clients.push(client);
  }
  for (const { socket } of clients) socket.write(batch);
  const began = performance.now();
  const before = answers;
  await sleep(seconds * 1000);
  const rate = ((answers - before) * 1000) / (performance.now() - began);
  for (const { socket } of clients) socket.destroy();
  return rate;
}

export interface Randoms {
  readonly packets: number;
  readonly connections: number;
  /** Whether a client of good behaviour is answered afterwards. */
  readonly served: boolean;
}

/** Packets of random codes and bodies, some with a wrong CRC, a wrong length, or a part missing; a new connection after each end. */
async function random(port: number, count: number, seed: number): Promise<Randoms> {
  const number = randomNumbers(seed);
  const below = (limit: number): number => Math.floor(number() * limit);
  const one = (): Buffer => {
    const body = Buffer.from(Array.from({ length: below(64) }, () => below(256)));
    const bytes = packet(number() < 0.8 ? below(12) : below(65_536), body);
    const fault = number();
    if (fault < 0.1) bytes.writeUInt32BE(below(2 ** 32), 4);
    else if (fault < 0.102) bytes.writeUInt16BE(below(65_536), 0);
    else if (fault < 0.104) return bytes.subarray(0, below(bytes.length));
    return bytes;
  };
  const seen = { packets: 0, connections: 0, served: false };
  const visits = async (): Promise<void> => {
    while (seen.packets < count) {
      const client = await MessageClient.enter(port, () => {});
      seen.connections++;
      while (!client.ended && seen.packets < count) {
        await client.send(Buffer.concat(Array.from({ length: 50 }, one)));
        seen.packets += 50;
      }
      if (number() < 0.5) client.socket.resetAndDestroy();
      else client.socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: 20 }, visits));
  const good = await MessageClient.enter(port, (code) => {
    seen.served ||= code === PING;
  });
  await good.send(packet(PING));
  for (let i = 0; i < 100 && !seen.served; i++) await sleep(50);
  good.socket.destroy();
  return seen;
}

export interface Jobs {
  readonly jobs: number;
  readonly answers: number;
  readonly refused: number;
  readonly vanished: number;
  /** Answers to somebody else's job. */
  readonly strangers: number;
}

/** Jobs of clients that vanish at random: before an answer, between two, by FIN or by RST. */
async function jobs(port: number, count: number, seed: number): Promise<Jobs> {
  const number = randomNumbers(seed);
  const seen = { jobs: 0, answers: 0, refused: 0, vanished: 0, strangers: 0 };
  let names = 0;
  const visits = async (): Promise<void> => {
    while (seen.jobs < count) {
      const name = `client-${names++}`;
      let open = 0;
      const client = await MessageClient.enter(port, (code, body) => {
        open--;
        if (code === BUSY) seen.refused++;
        else if (body.toString().startsWith(`done 0 ${name} `)) seen.answers++;
        else seen.strangers++;
      });
      const burst = 1 + Math.floor(number() * 8);
      open += burst;
      seen.jobs += burst;
      const work = Array.from({ length: burst }, (_, i) =>
        packet(WORK, `0 ${name} ${i} ${'x'.repeat(number() * 200)}`),
      );
      await client.send(Buffer.concat(work));
      const patience = number() < 0.5 ? 0 : Math.floor(number() * 20);
      for (let i = 0; i < patience && open > 0 && !client.ended; i++) await sleep(1);
      if (open > 0) seen.vanished++;
      if (number() < 0.5) client.socket.resetAndDestroy();
      else client.socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: 100 }, visits));
  return seen;
}

const LOADS = { pings, packets, random, jobs };
const [load = '', port, ...numbers] = process.argv.slice(2);
const [first = 0, second = 0] = numbers.map(Number);
process.stdout.write(JSON.stringify(await LOADS[load as keyof typeof LOADS](Number(port), first, second)));
process.exit(0);
