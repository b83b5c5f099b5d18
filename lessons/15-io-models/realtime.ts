/** Model 4 again, with a real-time signal: it queues, and names its descriptor, until the queue is full. */
import { todo } from '#program';
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
  todo('15.4', 'the same with SIGNAL in place of SIGIO (F_SETSIG): drain the sender that it names (fd)');
  //#endregion
});
