/**
 * Shows the segments of a connection as arrows between its two ends, captured in a network of its own, without root. Nothing to do in
 * this file.
 */
import { writeFileSync } from 'node:fs';
import { Capture, decodeSegment, drawSegments, Failure, laneHeads, ownNetwork, pcapOf, program, type States, writeAll } from '#program';
import { _exit, describeStatus, fork, isSystemError, waitpid } from '#sys';
import { tableOf } from './observe.ts';
import { type Played, PLAYS } from './plays.ts';

/** The states of both ends, as the observer of 16.1 has them; `-` for none. */
function statesOf({ left, right }: Played, at: number): States {
  const state = (local: number, remote: number): string =>
    tableOf(local).find((row) => row.local.port === local && row.remote.port === remote)?.state ?? '-';
  return { at, left: state(left, right), right: state(right, left) };
}

function draw(play: string, pcap: string): void {
  ownNetwork();
  const capture = new Capture();
  const states: States[] = [];
  const begin = PLAYS[play];
  if (begin === undefined) throw new Failure(`--play takes ${Object.keys(PLAYS).join(', ')}`);
  const played = begin();
  for (const act of [() => {}, ...played.acts]) {
    act();
    capture.take();
    states.push(statesOf(played, (capture.packets.at(-1)?.at ?? 0) + 1e-3));
  }
  capture.close();
  if (pcap !== '') writeFileSync(pcap, pcapOf(capture.packets));
  const segments = capture.packets.map(decodeSegment).filter((one) => one !== null);
  const own = segments.filter(({ from, to }) => [from, to].every((port) => port === played.left || port === played.right));
  const lines = [laneHeads(...played.names), ...drawSegments(own, played.left, states)];
  writeAll(1, Buffer.from(`${lines.join('\n')}\n`));
}

program(
  import.meta.url,
  {
    about: 'Draws the segments of a connection, captured in a network of its own.',
    options: {
      play: { default: 'open', about: Object.keys(PLAYS).join(', ') },
      pcap: { default: '', about: 'file to write the capture to, for tcpdump and Wireshark' },
    },
  },
  ({ play, pcap }) => {
    // The kernel gives namespaces to processes with one thread: Node's other threads are not in the child.
    const child = fork();
    if (child === 0) {
      try {
        draw(play, pcap);
        _exit(0);
      } catch (error) {
        if (isSystemError(error, 'EPERM') || isSystemError(error, 'ENOSPC'))
          writeAll(2, Buffer.from('this system forbids user namespaces: there is no capture without root\n'));
        else writeAll(2, Buffer.from(`${error instanceof Error ? error.message : String(error)}\n`));
        _exit(isSystemError(error, 'EPERM') || isSystemError(error, 'ENOSPC') ? 3 : 1);
      }
    }
    const ended = waitpid(child);
    if (ended !== null && ended.exitCode !== 0) throw new Failure(`the capture ${describeStatus(ended)}`);
  },
);
