/** Model 4, signal-driven: the kernel signals that something has arrived, and SIGIO does not say where. */
import { todo } from '#program';
import {
  F_GETFL,
  F_OWNER_TID,
  F_SETFL,
  F_SETOWN_EX,
  type Fd,
  fcntl,
  gettid,
  O_ASYNC,
  O_NONBLOCK,
  retryOnEintr,
  SIG_BLOCK,
  SIGIO,
  sigprocmask,
  sigwaitinfo,
} from '#sys';
import { receive } from './receive.ts';
import { model, type Sender } from './task.ts';

/** Makes the kernel signal this thread when something happens to the descriptor. */
export function makeAsync(fd: Fd): void {
  //#region 15.4
  // TODO 15.4: name the owner of the signals, then set O_ASYNC, and O_NONBLOCK.
  //   - without an owner nobody is signalled, and no call fails
  //   - the owner is this thread, not the process: Node has more threads than yours
  //   man: fcntl(2) "F_SETOWN_EX", open(2) "O_ASYNC"
  todo('15.4', 'name the owner of the signals, then set O_ASYNC, and O_NONBLOCK');
  //#endregion
}

/** Receives until nothing is left; false when the sender has ended. */
export function drain(sender: Sender): boolean {
  //#region 15.4
  // TODO 15.4: receive until nothing is left. One signal may stand for many arrivals.
  //   man: signal(7) "Queueing and delivery semantics for standard signals"
  todo('15.4', 'receive until nothing is left');
  //#endregion
}

model(import.meta.url, 'Model 4: SIGIO says that something has arrived.', (senders) => {
  //#region 15.4
  // TODO 15.4: block SIGIO, make all descriptors async, drain all, then wait (sigwaitinfo), drain...
  //   - the default action of SIGIO ends the process: block it before the first O_ASYNC
  //   - bytes that were there before O_ASYNC have raised no signal
  //   - a stop and SIGCONT end the wait with EINTR: retryOnEintr
  //   man: sigwaitinfo(2), signal(7)
  todo('15.4', 'block SIGIO, make all descriptors async, drain all, then wait (sigwaitinfo), drain..');
  //#endregion
});
