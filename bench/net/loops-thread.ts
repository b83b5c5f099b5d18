/** A loop that echoes what comes from the connections in its queue. */
import { Connection, EventLoop } from '#reactor';
import { AF_INET, INADDR_LOOPBACK, IPPROTO_TCP, setsockopt, TCP_NODELAY } from '#sys';
import { type QueueShare, TaskQueue } from '../../solutions/10-multi-reactor/task-queue.ts';

const PEER = { family: AF_INET, address: INADDR_LOOPBACK, port: 0 } as const;

export default function runLoop(queue: QueueShare): number {
  const loop = new EventLoop();
  TaskQueue.from(queue).attach(loop, ({ fd }) => {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, true);
    new Connection(loop, { fd, peer: PEER }, (connection, input) => {
      connection.send(input.bytes);
      input.consume(input.length);
    });
  });
  loop.run();
  return 0;
}
