/** Talks to the message server: sends a packet for each line of standard input, and prints the answers. Nothing to do in this file. */
import { connectTo, program, readWaiting, writeAll } from '#program';
import { type Fd, POLLIN, poll } from '#sys';
import { encode } from './codec.ts';
import { ECHO, LOGIN, PING, REGISTER, WORK } from './codes.ts';
import { PacketReader } from './packet-reader.ts';

const CODES: Readonly<Record<string, number>> = { ping: PING, register: REGISTER, login: LOGIN, echo: ECHO, work: WORK };

function say(text: string): void {
  writeAll(1, Buffer.from(`${text}\n`));
}

/** `echo some text` as a packet; null for a command that there is not. */
function packetFor(line: string): Buffer | null {
  const [command = ''] = line.split(' ', 1);
  const code = CODES[command];
  return code === undefined ? null : encode(code, Buffer.from(line.slice(command.length + 1)));
}

/** Prints what has come. False at the end of the stream. */
function receive(conn: Fd, bytes: Buffer, reader: PacketReader): boolean {
  const n = readWaiting(conn, bytes);
  reader.read(bytes.subarray(0, n), (code, body) => say(`${code} ${body.toString()}`.trimEnd()));
  return n > 0;
}

program(
  import.meta.url,
  {
    about: 'Talks to the message server: ping, echo TEXT, register NAME, login NAME, work GATE TEXT.',
    options: { port: { default: 0, about: 'port of the server' } },
  },
  ({ port }) => {
    const conn = connectTo(port);
    const [typed, arrived, reader] = [Buffer.alloc(65_536), Buffer.alloc(65_536), new PacketReader()];
    for (let open = true; open; ) {
      const [stdin = 0, socket = 0] = poll([0, conn].map((fd) => ({ fd, events: POLLIN })), -1);
      if (socket !== 0 && !receive(conn, arrived, reader)) {
        say('the server has closed the connection');
        open = false;
      } else if (stdin !== 0) {
        const n = readWaiting(0, typed);
        open = n > 0;
        for (const line of typed.toString('utf8', 0, n).split('\n')) {
          const packet = packetFor(line);
          if (packet !== null) writeAll(conn, packet);
          else if (line !== '') say(`no command: ${line}`);
        }
      }
    }
  },
);
