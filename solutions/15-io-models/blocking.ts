/** Model 1, blocking: the call sleeps until its bytes are there, so each sender needs somebody who sleeps for it. */
import { writeAll } from '#program';
import { _exit, close, fork, isSystemError, recv, waitpid } from '#sys';
import { model, type Sender } from './task.ts';

/** Reads one sender to its end, and sleeps whenever nothing is there. */
function converse(sender: Sender): void {
  const buffer = Buffer.alloc(4096);
  try {
    //#region 15.1
    // TODO 15.1: receive, take the lines and write their acknowledgments, until the sender ends.
    //   - recv sleeps until at least one byte is there; 0 is the end
    //   man: recv(2)
    for (let n = recv(sender.fd, buffer); n !== 0; n = recv(sender.fd, buffer))
      writeAll(sender.fd, sender.take(buffer.subarray(0, n ?? 0)));
    sender.end();
    //#endregion
  } catch (error) {
    if (!isSystemError(error)) throw error;
    sender.end(error);
  }
}

model(import.meta.url, 'Model 1: blocking calls, a process for each sender.', (senders) => {
  //#region 15.1
  // TODO 15.1: let a child process converse with each sender; wait for all children.
  //   - a sender sees its end only when nobody else has its descriptor: close what is not yours,
  //     in the parent and in each child
  //   man: fork(2), waitpid(2), _exit(2)
  for (const sender of senders) {
    if (fork() === 0) {
      for (const { fd, number } of senders) if (number > sender.number) close(fd);
      converse(sender);
      _exit(0);
    }
    close(sender.fd);
  }
  for (const _ of senders) waitpid(-1);
  //#endregion
});
