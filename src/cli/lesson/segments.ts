import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Capture, decodeSegment, drawSegments, laneHeads, pcapOf, type Segment } from '#program';
import type { Lesson } from '../../course/lesson.ts';
import { PROJECT } from '../../host/project.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { columns } from '../../text/columns.ts';
import { paragraph } from '../../text/fold.ts';
import { linked } from '../../text/links.ts';
import { paint } from '../../text/paint.ts';
import { say } from '../terminal/terminal.ts';
import { inOwnNetwork, isInOwnNetwork } from '../traces/own-network.ts';
import { recordScene } from '../traces/recorded-scene.ts';
import { sceneOf } from './demo.ts';

/** The kernel's queue for a capture is short. */
const TAKE_MS = 5;
/** The most segments in the terminal; the file has all of them. */
const MAX_ROWS = 200;

/** `NN trace segments [demo] [all]`: draws the segments of every connection of a demo, captured in a network of its own. */
export async function segments(lesson: Lesson, words: readonly string[], all: boolean): Promise<number> {
  const [name] = words;
  const scene = await sceneOf(lesson, name);
  if (!isInOwnNetwork())
    return inOwnNetwork(['lesson', lesson.id, 'trace', 'segments', scene.name, ...(all ? ['all'] : [])]);
  const capture = new Capture();
  const timer = setInterval(() => capture.take(), TAKE_MS);
  const { problem } = await recordScene(lesson, scene, { name: 'demo', all: true });
  clearInterval(timer);
  capture.take();
  say(`\n ${paint.bold(`${lesson.id}  ${scene.title}`)}\n`);
  const lost = capture.dropped();
  const found = capture.packets.map(decodeSegment).filter((one) => one !== null);
  capture.close();
  if (found.length === 0) throw new Stop(problem ?? 'The demo makes no connection.');
  drawAll(connectionsOf(found), all ? Number.POSITIVE_INFINITY : MAX_ROWS);
  const path = join(PROJECT, '.lab', 'traces', `${lesson.id}-${scene.name}.pcap`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, pcapOf(capture.packets));
  say(`\n ${found.length} segments${lost > 0 ? `; ${lost} packets did not fit` : ''}`);
  say(
    `${paragraph('The client is the end that sent first. An x is a segment that was sent again later.', columns(), 1)}`,
  );
  say(` ${linked(relative(PROJECT, path))} opens in tcpdump -r and Wireshark\n`);
  if (problem !== null) throw new Stop(problem);
  return EXIT.ok;
}

/** The segments of each connection, in the order in which they begin. */
function connectionsOf(found: readonly Segment[]): Segment[][] {
  const connections = new Map<string, Segment[]>();
  for (const segment of found) {
    const key = [segment.from, segment.to].sort((a, b) => a - b).join();
    connections.set(key, [...(connections.get(key) ?? []), segment]);
  }
  return [...connections.values()];
}

function drawAll(connections: readonly Segment[][], most: number): void {
  let left = most;
  let hidden = 0;
  for (const own of connections) {
    const [first] = own;
    if (first === undefined) continue;
    const rows = drawSegments(own, first.from);
    if (rows.length > left) {
      hidden += rows.length;
      continue;
    }
    left -= rows.length;
    say(` ${paint.bold(laneHeads(`client ${first.from}`, `server ${first.to}`))}`);
    for (const row of rows) say(` ${row}`);
    say();
  }
  if (hidden > 0) say(paint.dim(` ${hidden} segments of other connections: the word all at the end draws them`));
}
