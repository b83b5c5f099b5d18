/** Echo with a loop for each thread: the queue of lesson 10, the reactor of lesson 09. The peer of bench/c/loops.c. */
import { listenOn, program, ready } from '#program';
import { Acceptor, EventLoop } from '#reactor';
import { SIG_IGN, SIGPIPE, signal, startThread } from '#sys';
import { ADOPT, task } from '../../lessons/10-multi-reactor/tasks.ts';
import { TaskQueue } from '../../solutions/10-multi-reactor/task-queue.ts';

const CAPACITY = 256;

program(
  import.meta.url,
  {
    about: 'Echo with a loop for each thread.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      loops: { default: 2, about: 'threads with a loop' },
    },
  },
  ({ port, loops }) => {
    signal(SIGPIPE, SIG_IGN);
    const listener = listenOn(port);
    const loop = new EventLoop();
    const queues = Array.from({ length: loops }, () => TaskQueue.create(CAPACITY));
    for (const queue of queues) startThread(new URL('./loops-thread.ts', import.meta.url), queue.share());
    let turn = 0;
    new Acceptor(loop, listener, ({ fd }) => queues[turn++ % loops]?.post(task(ADOPT, { fd })));
    ready(listener);
    loop.run();
  },
);
