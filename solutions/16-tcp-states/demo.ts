/** The scenes of lesson 16, on the reference and on some of its known mistakes. */
import { until } from '../../src/host/wait.ts';
import { rowBetween, rowsAt } from '../../src/kit/kernel/tcp.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Scene } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { tcpDiagram } from '../../src/stage/tcp-diagram.ts';

export const HOLD = 'hold.ts';

export const scenes: readonly Scene[] = [
  { name: 'states', title: 'Nine states, held one after the other', play: states },
  { name: 'pay', title: 'Who pays TIME_WAIT?', play: pay },
  { name: 'forgotten', title: 'A FIN_WAIT2 that nobody holds', play: forgotten },
  { name: 'segments', title: 'The segments of a connection, its losses, and two SYNs that cross', play: segments },
  { name: 'sheet', title: 'The program predicts, the kernel decides', play: sheet },
];

export interface Held {
  readonly program: ObservedProgram;
  readonly local: number;
  readonly remote: number;
}

/** Starts hold.ts, and waits until it holds. */
export async function hold(stage: Stage, state: string, mistake?: string): Promise<Held> {
  const options = { args: ['--state', state], ...(mistake === undefined ? {} : { mistake }) };
  const program = await stage.launch(HOLD, options);
  const [, local, remote] = await program.waitFor('it to hold', () =>
    /^holding \S+ (\d+) (\d+)$/m.exec(program.output.out),
  );
  return { program, local: Number(local), remote: Number(remote) };
}

/** The state of this end as the kernel has it. */
export function stateOf({ local, remote }: Held): string {
  if (remote === 0) return rowsAt(local).find(({ state }) => state === 'LISTEN')?.state ?? 'none';
  return rowBetween(local, remote)?.state ?? 'none';
}

const peerOf = ({ local, remote }: Held): string => (remote === 0 ? '-' : (rowBetween(remote, local)?.state ?? 'none'));

/** Tells it to go on, and waits for its end. */
export async function goOn({ program }: Held): Promise<void> {
  program.stdin?.write('go on\n');
  await program.exit();
}

const STATES = [
  'LISTEN',
  'SYN_SENT',
  'SYN_RECV',
  'ESTABLISHED',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'CLOSE_WAIT',
  'LAST_ACK',
  'CLOSING',
];

async function states(stage: Stage): Promise<void> {
  stage.say('hold.ts holds each state until it is told to go on. The kernel says which state that is.');
  for (const state of STATES) {
    const held = await hold(stage, state);
    const seen = stateOf(held);
    stage.show(`${state}: this end ${seen}, the other end ${peerOf(held)}`, tcpDiagram(seen, peerOf(held)));
    stage.claim(seen === state, `the kernel's table says ${state}`);
    await goOn(held);
  }
}

/** TIME_WAITs at each end after a run of pay.ts, and its own line. */
export async function paid(
  stage: Stage,
  design: string,
  count: number,
  mistake?: string,
): Promise<{ server: number; client: number; told: string }> {
  const options = {
    args: ['--design', design, '--count', String(count)],
    ...(mistake === undefined ? {} : { mistake }),
  };
  const program = await stage.launch('pay.ts', options);
  await program.exit();
  const port = Number(/^listening .*:(\d+)$/m.exec(program.output.out)?.[1] ?? 0);
  const waiting = rowsAt(port).filter(({ state }) => state === 'TIME_WAIT');
  const server = waiting.filter(({ localPort }) => localPort === port).length;
  const told = program.output.out.trim().split('\n').at(-1) ?? '';
  return { server, client: waiting.length - server, told };
}

const REQUESTS = 1000;
/** A new connection between the same two ports takes the place of a TIME_WAIT. */
const near = (seen: number, wanted: number): boolean => seen <= wanted && seen >= 0.9 * wanted;

async function pay(stage: Stage): Promise<void> {
  stage.say(`${REQUESTS} requests, by three designs, and by a cure that is none.`);
  for (const [design, wanted] of [
    ['server', [REQUESTS, 0]],
    ['client', [0, REQUESTS]],
    ['kept', [0, 1]],
    ['reset', [0, 0]],
  ] as const) {
    const { server, client, told } = await paid(stage, design, REQUESTS);
    stage.show(`--design ${design}`, [told]);
    stage.claim(
      near(server, wanted[0]) && near(client, wanted[1]),
      `TIME_WAIT: server ${wanted[0]}, client ${wanted[1]}`,
    );
    if (design === 'reset') stage.claim(!told.includes('lost 0 bytes'), 'the reset loses a part of the answers');
  }
}

/** Whether the end in FIN_WAIT2 is held by a process, and for how long the kernel keeps it otherwise. */
export async function keptFor(stage: Stage, mistake?: string): Promise<{ inode: number; seconds: number | null }> {
  const held = await hold(stage, 'FIN_WAIT2', mistake);
  const row = await until(() => rowBetween(held.local, held.remote), 10_000);
  const seconds = row?.timer === null || row === null ? null : Math.round(row.timer.ms / 1000);
  stage.show(mistake === undefined ? 'ended with shutdown' : `ended with close (${mistake})`, [
    `${row?.state}, inode ${row?.inode}, ${seconds === null ? 'no timer' : `forgotten in ${seconds} s`}`,
  ]);
  return { inode: row?.inode ?? 0, seconds };
}

async function forgotten(stage: Stage): Promise<void> {
  stage.say('One end has sent its FIN, the other one does not close. Does the first end wait for ever?');
  const closed = await keptFor(stage, 'closed-not-shut');
  stage.claim(closed.inode === 0 && closed.seconds !== null, 'nobody holds a closed socket, and the kernel forgets it');
  const shut = await keptFor(stage);
  stage.claim(shut.inode !== 0 && shut.seconds === null, 'an open one stays: its program may still read');
}

/** The output of predict.ts for a situation. */
export async function predicted(stage: Stage, situation: string): Promise<string[]> {
  const program = await stage.launch('predict.ts', { args: ['--situation', situation] });
  await program.exit();
  return program.output.out.trimEnd().split('\n');
}

async function sheet(stage: Stage): Promise<void> {
  for (const situation of ['fin', 'half', 'reset-write', 'unread', 'no-write', 'copy-close']) {
    const lines = await predicted(stage, situation);
    stage.show(situation, lines.slice(1));
    const after = (word: string): string | undefined =>
      lines
        .find((line) => line.includes(word))
        ?.split(':')[1]
        ?.trim();
    stage.claim(after('predicted') === after('kernel'), `${situation}: as predicted`);
  }
}

/** The segments of a connection as capture.ts draws them; null where the system forbids it. */
export async function captured(stage: Stage, play: string): Promise<string[] | null> {
  const program = await stage.launch('capture.ts', { args: ['--play', play] });
  await program.exit();
  if (program.log.some((line) => line.includes('forbids user namespaces'))) {
    stage.say('This system forbids user namespaces: there is no capture without root, and this picture is left out.');
    return null;
  }
  const lines = program.output.out.trimEnd().split('\n');
  stage.show(`capture.ts --play ${play}`, lines);
  return lines;
}

/** Whether these texts stand in the lines, one after the other. */
export const inOrder = (lines: readonly string[], texts: readonly string[]): boolean => {
  let from = 0;
  return texts.every((text) => {
    const at = lines.findIndex((line, i) => i >= from && line.includes(text));
    from = at + 1;
    return at >= 0;
  });
};

async function segments(stage: Stage): Promise<void> {
  stage.say(
    'A network of its own, with both ends of a connection, and a capture of its loopback interface. No root is needed.',
  );
  const open = await captured(stage, 'open');
  if (open === null) return;
  const good = ['SYN', 'SYN ACK', 'ESTABLISHED', '5 bytes', 'FIN ACK', 'FIN_WAIT2', 'FIN ACK', 'TIME_WAIT'];
  stage.claim(inOrder(open, good), 'three segments to open, four to close');
  const lost = await captured(stage, 'lost');
  stage.claim(lost !== null && inOrder(lost, ['5 bytes', 'x|', '5 bytes', '>|']), 'bytes that are dropped come again');
  const both = await captured(stage, 'both');
  stage.claim(
    both !== null && inOrder(both, ['SYN_SENT', 'SYN ACK', 'ESTABLISHED']),
    'two SYNs cross, and nobody has called listen',
  );
}
