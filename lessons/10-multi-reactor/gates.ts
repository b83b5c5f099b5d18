/** Gates that a test or a demo opens, by lines `open DAYS` on standard input. Nothing to do in this file. */
import { Channel, type EventLoop } from '#reactor';
import { read, setNonblocking } from '#sys';
import { GATES, openGate } from './interest.ts';

const STDIN = 0;

export function watchGates(loop: EventLoop): SharedArrayBuffer {
  const gates = new SharedArrayBuffer(4 * GATES);
  const bytes = Buffer.alloc(4096);
  const channel = new Channel(loop.poller, STDIN);
  setNonblocking(STDIN, true);
  channel.onReadable = () => {
    const n = read(STDIN, bytes);
    if (n === null) return;
    if (n === 0) channel.remove();
    for (const [, days] of bytes.toString('latin1', 0, n).matchAll(/^open (\d+)$/gm)) openGate(gates, Number(days));
  };
  channel.setReading(true);
  return gates;
}
