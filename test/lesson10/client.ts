import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import type { Diagnose } from '../../src/kit/situation.ts';

const HEAD = 4;

export function frame(text: string): Buffer {
  const bytes = Buffer.alloc(HEAD + text.length);
  bytes.writeUInt32BE(text.length);
  bytes.write(text, HEAD, 'latin1');
  return bytes;
}

export const frames = (texts: readonly string[]): Buffer => Buffer.concat(texts.map(frame));

/** The whole answers that have arrived. */
export function answersOf(peer: Peer): string[] {
  peer.pump();
  const bytes = peer.received;
  const answers: string[] = [];
  for (let at = 0; at + HEAD <= bytes.length; ) {
    const end = at + HEAD + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    answers.push(bytes.toString('latin1', at + HEAD, end));
    at = end;
  }
  return answers;
}

/** Waits until a client has so many answers; returns all that it has. */
export async function answered(peer: Peer, count: number, diagnose?: Diagnose): Promise<string[]> {
  let bytes = -1;
  let answers: string[] = [];
  const options = { ...(diagnose && { diagnose }), progress: () => peer.arrived };
  await peer.server.waitFor(
    `${count} answer${count === 1 ? '' : 's'}`,
    () => {
      peer.pump();
      if (peer.arrived !== bytes) answers = answersOf(peer);
      bytes = peer.arrived;
      return answers.length >= count || peer.ending !== 'open';
    },
    options,
  );
  return answers;
}

/** Sends requests at once, and waits for their answers. */
export async function ask(peer: Peer, texts: readonly string[], diagnose?: Diagnose): Promise<string[]> {
  const before = answersOf(peer).length;
  await peer.send(frames(texts));
  return (await answered(peer, before + texts.length, diagnose)).slice(before);
}

/** Opens the gate of interest for so many days: a server with --gates waits for it. */
export function open(server: ObservedProgram, days: number): void {
  server.stdin?.write(`open ${days}\n`);
}
