/**
 * Takes one client after the other and prints a line for each message that it sends, or, with no framing, for each piece
 * that recv brings. Nothing to do in this file.
 */
import { crc32 } from 'node:zlib';
import { Failure, listenOn, log, program, ready, show, writeAll } from '#program';
import { type Accepted, accept, close, type Fd, isSystemError, recv } from '#sys';
import { readLine, readMessage, readRecord } from './blocking.ts';
import { type Decoder, FixedDecoder, LengthDecoder, LineDecoder } from './decoders.ts';
import { BrokenStream } from './stream.ts';

interface Settings {
  readonly framing: string;
  readonly incremental: boolean;
  readonly size: number;
  readonly max: number;
}

function say(text: string): void {
  writeAll(1, Buffer.from(`${text}\n`));
}

function sayMessage(message: Uint8Array): void {
  say(`message of ${message.length} bytes, CRC-32 ${crc32(message).toString(16).padStart(8, '0')}`);
}

/** One message after the other; the connection is asked for each. */
function inTurn(next: () => Buffer | null): void {
  for (let message = next(); message !== null; message = next()) sayMessage(message);
}

const piece = Buffer.alloc(4096);

/** Whatever comes is handed to the decoder, always in the same buffer. */
function asItComes(conn: Fd, decoder: Decoder): void {
  for (;;) {
    const n = recv(conn, piece) ?? 0;
    if (n === 0) break;
    for (const message of decoder.push(piece.subarray(0, n))) sayMessage(message);
  }
  decoder.end();
}

/** No framing: what recv brings, as it brings it. */
function raw(conn: Fd): void {
  for (let n = recv(conn, piece) ?? 0; n > 0; n = recv(conn, piece) ?? 0) say(`recv brought ${n} bytes`);
}

function receive(conn: Fd, { framing, incremental, size, max }: Settings): void {
  if (framing === 'none') raw(conn);
  else if (incremental) asItComes(conn, decoderFor(framing, size, max));
  else if (framing === 'fixed') inTurn(() => readRecord(conn, size));
  else if (framing === 'lines') inTurn(() => readLine(conn, max));
  else inTurn(() => readMessage(conn, max));
}

function decoderFor(framing: string, size: number, max: number): Decoder {
  if (framing === 'fixed') return new FixedDecoder(size);
  return framing === 'lines' ? new LineDecoder(max) : new LengthDecoder(max);
}

function converse({ fd, peer }: Accepted, settings: Settings): void {
  try {
    receive(fd, settings);
    say('end of the stream');
  } catch (error) {
    if (!(error instanceof BrokenStream) && !isSystemError(error)) throw error;
    log(`lost ${show(peer)}: ${error.message}`);
  } finally {
    close(fd);
  }
}

program(
  import.meta.url,
  {
    about: 'Prints a line for each message that a client sends.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      framing: { default: 'length', about: 'none, fixed, lines or length' },
      incremental: { default: false, about: 'with a decoder, instead of a blocking read for each message' },
      size: { default: 16, about: 'bytes of a record' },
      max: { default: 65_536, about: 'bytes of a line or a message, at most' },
    },
  },
  ({ port, framing, incremental, size, max }) => {
    if (!['none', 'fixed', 'lines', 'length'].includes(framing) || size === 0) {
      throw new Failure('--framing is none, fixed, lines or length, and --size is at least 1');
    }
    const listener = listenOn(port);
    ready(listener);
    for (;;) {
      const connection = accept(listener);
      if (connection !== null) converse(connection, { framing, incremental, size, max });
    }
  },
);
