/** Holds a socket in a state until it is told to go on. Nothing to do in this file: opening.ts, closing.ts and last.ts are yours. */
import { Failure, program, readWaiting, writeAll } from '#program';
import { inCloseWait, inFinWait1, inFinWait2 } from './closing.ts';
import { inClosing, inLastAck } from './last.ts';
import { inEstablished, inListen, inSynReceived, inSynSent } from './opening.ts';
import type { Held } from './types.ts';

const STATES: Readonly<Record<string, () => Held>> = {
  LISTEN: inListen,
  SYN_SENT: inSynSent,
  SYN_RECV: inSynReceived,
  ESTABLISHED: inEstablished,
  FIN_WAIT1: inFinWait1,
  FIN_WAIT2: inFinWait2,
  CLOSE_WAIT: inCloseWait,
  LAST_ACK: inLastAck,
  CLOSING: inClosing,
};

program(
  import.meta.url,
  {
    about: 'Holds a socket in a state of TCP until a line or the end of standard input comes.',
    options: { state: { default: 'ESTABLISHED', about: 'LISTEN, SYN_SENT and so on' } },
  },
  ({ state }) => {
    const hold = STATES[state];
    if (hold === undefined) throw new Failure(`--state takes ${Object.keys(STATES).join(', ')}`);
    const held = hold();
    writeAll(1, Buffer.from(`holding ${held.state} ${held.local} ${held.remote}\n`));
    readWaiting(0, Buffer.alloc(100));
    held.goOn();
    writeAll(1, Buffer.from('over\n'));
  },
);
