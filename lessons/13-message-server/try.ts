/**
 * Tries the parts one by one: --part codec, reader or pool read commands from standard input, one a line, and print a line for each.
 * Nothing to do in this file.
 */
import { Failure, program, readWaiting, writeAll } from '#program';
import { BadPacket, crc32, decodeHeader, encode } from './codec.ts';
import { PacketReader } from './packet-reader.ts';
import { SlotPool } from './slot-pool.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** What an action returns, or `refused` for bytes that are no packet. */
function refusing(act: () => string): string {
  try {
    return act();
  } catch (error) {
    if (error instanceof BadPacket) return 'refused';
    throw error;
  }
}

/** Commands: crc HEX, encode CODE HEX, header HEX. */
function codec(command: string, words: readonly string[]): string {
  const [first = '', second = ''] = words;
  if (command === 'crc') return String(crc32(hex(first)));
  if (command === 'encode') return encode(Number(first), hex(second)).toString('hex');
  return refusing(() => {
    const { length, code, crc } = decodeHeader(hex(first));
    return `${length} ${code} ${crc}`;
  });
}

/** Commands: new (another reader), HEX (bytes arrive). Each piece comes in the same memory, as in the server. */
function reading(): (command: string) => string {
  let reader = new PacketReader();
  const arrivals = Buffer.alloc(65_536);
  return (command) => {
    if (command === 'new') {
      reader = new PacketReader();
      return 'new';
    }
    const seen: string[] = [];
    const piece = hex(command);
    arrivals.fill(0xee);
    piece.copy(arrivals);
    const deliver = (code: number, body: Buffer): void => void seen.push(`${code}:${body.toString('hex')}`);
    const end = refusing(() => {
      reader.read(arrivals.subarray(0, piece.length), deliver);
      return '';
    });
    return [...seen, end].filter((text) => text !== '').join(' ') || '-';
  };
}

/** Commands: take FD, retire SLOT SEQUENCE, recycle SLOT, current SLOT SEQUENCE, other SLOT SEQUENCE (through a second pool on the same memory), slot SLOT. */
function pooling(slots: number): (command: string, words: readonly string[]) => string {
  const pool = SlotPool.create(slots);
  const other = new SlotPool(pool.memory);
  return (command, words) => {
    const [slot = 0, sequence = 0] = words.map(Number);
    if (command === 'take') {
      const ticket = pool.take(slot);
      return ticket === null ? 'full' : `${ticket.slot} ${ticket.sequence}`;
    }
    if (command === 'retire') return pool.retire({ slot, sequence }) ? 'retired' : 'stale';
    if (command === 'current') return pool.isCurrent({ slot, sequence }) ? 'current' : 'stale';
    if (command === 'other') return other.isCurrent({ slot, sequence }) ? 'current' : 'stale';
    if (command === 'recycle') pool.recycle(slot);
    return `${pool.stateOf(slot)} ${pool.fdOf(slot)}`;
  };
}

/** Calls `act` for each line of standard input, and prints what it returns. */
function eachLine(act: (command: string, words: readonly string[]) => string): void {
  const bytes = Buffer.alloc(65_536);
  let text = '';
  for (let n = readWaiting(0, bytes); n > 0; n = readWaiting(0, bytes)) {
    text += bytes.toString('latin1', 0, n);
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    const answers = lines.map((line) => {
      const [command = '', ...words] = line.split(' ');
      return `${act(command, words)}\n`;
    });
    writeAll(1, Buffer.from(answers.join('')));
  }
}

program(
  import.meta.url,
  {
    about: 'Tries the codec, the reader and the pool of the message server.',
    options: {
      part: { default: 'codec', about: 'codec, reader, pool' },
      slots: { default: 3, about: 'slots of the pool' },
    },
  },
  ({ part, slots }) => {
    if (part === 'codec') eachLine(codec);
    else if (part === 'reader') eachLine(reading());
    else if (part === 'pool') eachLine(pooling(slots));
    else throw new Failure(`there is no part "${part}"`);
  },
);
