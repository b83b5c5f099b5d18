/** Model 4 again, with a real-time signal: it queues, and names its descriptor, until the queue is full. */
import { F_SETSIG, fcntl, retryOnEintr, SIG_BLOCK, SIGIO, SIGRTMIN, sigprocmask, sigwaitinfo } from '#sys';
import { drain, makeAsync } from './sigio.ts';
import { model } from './task.ts';

const SIGNAL = SIGRTMIN + 1;

model(import.meta.url, 'Model 4: a real-time signal names the sender.', (senders) => {
  //#region 15.4
  // TODO 15.4: the same with SIGNAL in place of SIGIO (F_SETSIG): drain the sender that it names (fd).
  //   - when no more signals can be queued the kernel sends SIGIO instead: then ask everybody
  //   - signals of a sender that has ended may still be in the queue
  //   man: fcntl(2) "F_SETSIG"
  sigprocmask(SIG_BLOCK, [SIGNAL, SIGIO]);
  for (const { fd } of senders) {
    fcntl(fd, F_SETSIG, SIGNAL);
    makeAsync(fd);
  }
  let open = senders.filter(drain);
  while (open.length > 0) {
    const { signo, fd } = retryOnEintr(() => sigwaitinfo([SIGNAL, SIGIO]));
    open = open.filter((sender) => (signo !== SIGIO && sender.fd !== fd) || drain(sender));
  }
  //#endregion
});
