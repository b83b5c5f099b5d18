/** The scenes of lesson 05, on the reference. */
import { createServer, type Socket } from 'node:net';
import {
  AF_INET,
  close,
  connect,
  type Fd,
  IPPROTO_TCP,
  MSG_DONTWAIT,
  recv,
  SOCK_CLOEXEC,
  SOCK_STREAM,
  setsockopt,
  socket,
  TCP_NODELAY,
  write,
} from '#sys';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { Scene } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';

export const RECEIVER = 'receiver.ts';
export const SENDER = 'sender.ts';

export const scenes: readonly Scene[] = [
  { name: 'borders', title: 'Ten sends, one recv; one send, many recvs', play: borders },
  { name: 'sleepers', title: 'Pauses between sends do not help', play: sleepers },
  { name: 'two-writes', title: 'A header and a body in two writes', play: twoWrites },
];

/** The lines that the receiver has printed, without the first. */
export const printed = (receiver: ObservedProgram): string[] => receiver.output.out.split('\n').slice(1, -1);

async function borders(stage: Stage): Promise<void> {
  const receiver = await stage.start(RECEIVER, { args: ['--framing', 'none'] });
  stage.say(
    'Ten sends of 6 bytes, from "send 0" to "send 9", while the receiver is stopped. Then it goes on, and its recv has room for 4,096 bytes.',
  );
  const client = await stage.connect(receiver);
  await receiver.frozen(async () => {
    for (let i = 0; i < 10; i++) await client.send(Buffer.from(`send ${i}`));
  });
  await receiver.quiet();
  stage.show('where the borders went', [
    'sent   |send 0|send 1|send 2|send 3|…|send 9|',
    'recv   |send 0send 1send 2send 3…send 9|',
    ...printed(receiver),
  ]);
  stage.claim(
    printed(receiver).join() === 'recv brought 60 bytes',
    'one recv brings the 60 bytes of all ten sends, without any border',
  );

  stage.say('Now the client sends 10,000 bytes with one send.');
  const before = printed(receiver).length;
  await receiver.frozen(() => client.send(Buffer.alloc(10_000, 'x')));
  await receiver.quiet();
  const lines = printed(receiver).slice(before);
  stage.show('one send', lines);
  stage.claim(lines.length > 1, `one send needs ${lines.length} recvs`);
}

async function sleepers(stage: Stage): Promise<void> {
  const receiver = await stage.start(RECEIVER, { args: ['--framing', 'none'] });
  const client = await stage.connect(receiver);
  stage.say(
    'A sender pauses for 50 ms between its messages, so that each arrives alone. But the receiver is busy for a quarter of a second.',
  );
  await receiver.frozen(async () => {
    for (let i = 0; i < 5; i++) {
      await client.send(Buffer.from(`message ${i}`));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
  await receiver.quiet();
  stage.show('five messages with pauses', printed(receiver));
  stage.claim(
    printed(receiver).join() === 'recv brought 45 bytes',
    'one recv brings all five: the receiver was late, so the pauses of the sender do not matter',
  );
}

async function twoWrites(stage: Stage): Promise<void> {
  const server = await answering();
  try {
    stage.say(
      'A client sends a header of 4 bytes and a body of 4 bytes and waits for the answer, 20 times: with two writes, with one write, and with two writes and TCP_NODELAY.',
    );
    const times = [];
    for (const how of ['two', 'one', 'no-delay'] as const) times.push(await roundTrips(server.port, how));
    stage.show('a round trip, the median of 20', [
      `two writes               ${times[0]?.toFixed(2).padStart(6)} ms`,
      `one write                ${times[1]?.toFixed(2).padStart(6)} ms`,
      `two writes, TCP_NODELAY  ${times[2]?.toFixed(2).padStart(6)} ms`,
    ]);
    stage.claim(
      (times[0] ?? 0) > 3 * (times[1] ?? 1),
      'two small writes: the second waits for the ACK of the first (Nagle), and that ACK is delayed by 40 ms or more (delayed ACK)',
    );
  } finally {
    server.close();
  }
}

/** A server that answers each 8 bytes with 4. */
export async function answering(): Promise<{ port: number; close(): void }> {
  const sockets: Socket[] = [];
  const server = createServer({ noDelay: true }, (connection) => {
    sockets.push(connection);
    connection.on('error', () => {});
    let got = 0;
    connection.on('data', (data) => {
      got += data.length;
      for (; got >= 8; got -= 8) connection.write('done');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    close: () => {
      for (const connection of sockets) connection.destroy();
      server.close();
    },
  };
}

const TRIPS = 20;
const PATIENCE_MS = 10_000;

/** Milliseconds of a round trip: the median of 20, because the machine may be busy for a moment. */
export async function roundTrips(port: number, how: 'two' | 'one' | 'no-delay'): Promise<number> {
  const fd: Fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC);
  try {
    connect(fd, { family: AF_INET, address: '127.0.0.1', port });
    if (how === 'no-delay') setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, true);
    const times: number[] = [];
    for (let i = 0; i < TRIPS; i++) {
      const began = performance.now();
      if (how === 'one') write(fd, Buffer.from('headbody'));
      else {
        write(fd, Buffer.from('head'));
        write(fd, Buffer.from('body'));
      }
      const answer = Buffer.alloc(4);
      // The server runs in this process too, and needs the event loop to answer.
      while (recv(fd, answer, MSG_DONTWAIT) === null) {
        if (performance.now() - began > PATIENCE_MS) throw new Error('no answer has come for ten seconds');
        await new Promise((resolve) => setImmediate(resolve));
      }
      times.push(performance.now() - began);
    }
    return times.sort((a, b) => a - b)[TRIPS / 2] ?? 0;
  } finally {
    close(fd);
  }
}

/** Sends these pieces to a receiver, each when the one before has been read. Returns its output and its log. */
export async function inPieces(
  stage: Stage,
  args: readonly string[],
  pieces: readonly Uint8Array[],
  mistake?: string,
): Promise<{ receiver: ObservedProgram; lines: string[] }> {
  const receiver = await stage.start(RECEIVER, { args, ...(mistake === undefined ? {} : { mistake }) });
  const client = await stage.connect(receiver);
  for (const piece of pieces) {
    await client.send(piece);
    await receiver.quiet().catch(() => undefined);
  }
  const words = receiver.log
    .filter((line) => line !== '')
    .map((line) => line.replace(/^\d+ /, '').replace(/127\.0\.0\.1:\d+/, 'the client'));
  return {
    receiver,
    lines: [
      ...printed(receiver).map((line) => line.replace(/, CRC.*/, '')),
      ...words,
      ...(receiver.exited === null ? [] : [describeExit(receiver.exited)]),
    ],
  };
}
