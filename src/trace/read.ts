import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import { errorCode } from '../sys/errors.ts';
import { CAPACITY, HEADER_BYTES, KINDS, RECORD_WORDS, TYPES, WORD } from '../sys/trace-format.ts';
import { arrowsOf } from './arrows.ts';
import type { Lane, Trace, TraceEvent } from './model.ts';

interface Who {
  readonly pid: number;
  readonly tid: number;
  readonly ppid: number;
  readonly program: string;
  readonly names: readonly string[];
}

/** Reads the lanes that `LAB_TRACE=folder` has left, or that are still being written; of a long one only its begin and its end. */
export function readTrace(folder: string, most: number = CAPACITY): Trace {
  const files = readdirSync(folder).filter((name) => name.endsWith('.lane'));
  const read = files.map((name) => readLane(join(folder, name), most)).filter((lane) => lane !== null);
  const lanes = read.map(({ lane }) => lane).filter(({ events }) => events.length > 0);
  const origin = Math.min(...lanes.map(({ events }) => events[0]?.begin ?? Number.POSITIVE_INFINITY));
  const shifted = lanes.map((lane) => ({ ...lane, events: lane.events.map((event) => shift(event, origin)) }));
  shifted.sort((a, b) => (a.events[0]?.begin ?? 0) - (b.events[0]?.begin ?? 0));
  const ends = shifted.flatMap(({ events }) => events.slice(-1)).map(({ begin, end }) => end ?? begin);
  return {
    lanes: shifted,
    arrows: arrowsOf(shifted),
    end: Math.max(0, ...ends),
    dropped: read.reduce((sum, { dropped }) => sum + dropped, 0),
  };
}

const shift = (event: TraceEvent, origin: number): TraceEvent => ({
  ...event,
  begin: event.begin - origin,
  end: event.end === null ? null : event.end - origin,
});

function readLane(path: string, most: number): { lane: Lane; dropped: number } | null {
  const fd = openSync(path, 'r');
  try {
    const header = readBytes(fd, 0, HEADER_BYTES);
    const word = (at: number): number => header.readDoubleLE(at * 8);
    const text = header.subarray(WORD.text * 8, WORD.text * 8 + word(WORD.textBytes)).toString();
    const who = whoIn(text);
    if (who === null) return null;
    const count = Math.min(word(WORD.count), CAPACITY);
    const first = count <= most ? count : most >> 2;
    const last = Math.min(count, most) - first;
    const records = Buffer.concat([readRecords(fd, 0, first), readRecords(fd, count - last, last)]);
    const events = Array.from({ length: first + last }, (_, i) => decode(records, i * RECORD_WORDS, who.names));
    const dropped = word(WORD.dropped) + count - events.length;
    return { lane: { ...who, program: basename(who.program), events }, dropped };
  } finally {
    closeSync(fd);
  }
}

/** Null for a lane that was only just opened: its header is written anew for each call that the program knows. */
function whoIn(text: string): Who | null {
  try {
    return JSON.parse(text) as Who;
  } catch {
    return null;
  }
}

const readRecords = (fd: number, from: number, count: number): Buffer =>
  readBytes(fd, HEADER_BYTES + from * RECORD_WORDS * 8, count * RECORD_WORDS * 8);

function readBytes(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readSync(fd, bytes, 0, length, position);
  return bytes;
}

function decode(records: Buffer, at: number, names: readonly string[]): TraceEvent {
  const word = (offset: number): number => records.readDoubleLE((at + offset) * 8);
  const id = word(WORD.id);
  const end = word(WORD.end);
  const errno = word(WORD.errno);
  const preview = (at + WORD.preview) * 8;
  return {
    kind: id >= KINDS.step ? 'mark' : 'call',
    name: names[id % KINDS.step] ?? '?',
    begin: word(WORD.begin),
    end: end === 0 ? null : end,
    args: argumentsOf(word(WORD.types), (i) => word(WORD.args + i)),
    result: word(WORD.result),
    error: errno === 0 ? '' : errorCode(errno),
    preview: records.subarray(preview, preview + word(WORD.previewBytes)).toString('latin1'),
  };
}

function argumentsOf(types: number, value: (index: number) => number): (number | string | null)[] {
  const args: (number | string | null)[] = [];
  for (let i = 0; types > 0; i++) {
    const type = types % TYPES.step;
    args.push(type === TYPES.number ? value(i) : type === TYPES.null ? null : '…');
    types = Math.floor(types / TYPES.step);
  }
  return args;
}
