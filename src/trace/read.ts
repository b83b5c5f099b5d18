import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CAPACITY, HEADER_BYTES, KINDS, RECORD_WORDS, TYPES, WORD } from '../sys/core/trace-format.ts';
import { errorCode } from '../sys/errors.ts';
import { arrowsOf } from './arrows.ts';
import type { Lane, Trace, TraceEvent } from './model.ts';

interface Who {
  readonly pid: number;
  readonly tid: number;
  readonly ppid: number;
  readonly program: string;
  readonly names: readonly string[];
}

const RECORD_BYTES = RECORD_WORDS * 8;

/** The content of a lane's file. */
interface RawLane {
  readonly who: Who;
  /** Copied, because a view as 32-bit words needs aligned memory. */
  readonly records: Buffer;
  readonly words: Float64Array;
  readonly count: number;
  readonly dropped: number;
}

/** Reads the lanes in the folder of `LAB_TRACE`, also while they are being written. A long lane is cut to its begin and its end. */
export function readTrace(folder: string, most: number = CAPACITY): Trace {
  const files = readdirSync(folder).filter((name) => name.endsWith('.lane'));
  const read = files.map((name) => readLane(join(folder, name), most)).filter((lane) => lane !== null);
  const lasting = read.filter(({ count }) => count > 0);
  lasting.sort((a, b) => (a.words[WORD.begin] as number) - (b.words[WORD.begin] as number));
  const origin = lasting[0]?.words[WORD.begin] ?? 0;
  const lanes = lasting.map((lane) => decodeLane(lane, origin));
  return {
    lanes,
    arrows: arrowsOf(lanes),
    end: lanes
      .flatMap(({ events }) => events.slice(-1))
      .reduce((end, last) => Math.max(end, last.end ?? last.begin), 0),
    dropped: read.reduce((sum, { dropped }) => sum + dropped, 0),
  };
}

function readLane(path: string, most: number): RawLane | null {
  const fd = openSync(path, 'r');
  try {
    const header = readBytes(fd, 0, HEADER_BYTES);
    const word = (at: number): number => header.readDoubleLE(at * 8);
    const text = header.subarray(WORD.text * 8, WORD.text * 8 + word(WORD.textBytes)).toString();
    const who = whoIn(text);
    if (who === null) return null;
    const count = Math.min(word(WORD.count), CAPACITY);
    const kept = Math.min(count, most);
    const first = count <= most ? count : most >> 2;
    const records = Buffer.from(new ArrayBuffer(kept * RECORD_BYTES));
    readSync(fd, records, 0, first * RECORD_BYTES, HEADER_BYTES);
    const last = (kept - first) * RECORD_BYTES;
    readSync(fd, records, first * RECORD_BYTES, last, HEADER_BYTES + count * RECORD_BYTES - last);
    const words = new Float64Array(records.buffer);
    return { who, records, words, count: kept, dropped: word(WORD.dropped) + count - kept };
  } finally {
    closeSync(fd);
  }
}

/** The header of a lane; null if it is not complete yet, because the program is still starting. */
function whoIn(text: string): Who | null {
  try {
    return JSON.parse(text) as Who;
  } catch {
    return null;
  }
}

function readBytes(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readSync(fd, bytes, 0, length, position);
  return bytes;
}

function decodeLane({ who, records, words, count }: RawLane, origin: number): Lane {
  const events = new Array<TraceEvent>(count);
  for (let i = 0; i < count; i++) events[i] = decode(records, words, i * RECORD_WORDS, who.names, origin);
  const { pid, tid, ppid, program } = who;
  return { pid, tid, ppid, program: basename(program), events };
}

function decode(
  records: Buffer,
  words: Float64Array,
  at: number,
  names: readonly string[],
  origin: number,
): TraceEvent {
  const word = (offset: number): number => words[at + offset] as number;
  const id = word(WORD.id);
  const end = word(WORD.end);
  const errno = word(WORD.errno);
  const preview = (at + WORD.preview) * 8;
  return {
    kind: id >= KINDS.step ? 'mark' : 'call',
    name: names[id % KINDS.step] ?? '?',
    begin: word(WORD.begin) - origin,
    end: end === 0 ? null : end - origin,
    args: argumentsOf(word(WORD.types), words, at + WORD.args),
    result: word(WORD.result),
    error: errno === 0 ? '' : errorCode(errno),
    preview: records.toString('latin1', preview, preview + word(WORD.previewBytes)),
  };
}

function argumentsOf(types: number, words: Float64Array, from: number): (number | string | null)[] {
  const args: (number | string | null)[] = [];
  for (let i = 0, rest = types; rest > 0; i++) {
    const type = rest % TYPES.step;
    args.push(type === TYPES.number ? (words[from + i] as number) : type === TYPES.null ? null : '…');
    rest = Math.floor(rest / TYPES.step);
  }
  return args;
}
