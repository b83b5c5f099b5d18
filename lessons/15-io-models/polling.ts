/** Model 2, non-blocking: the program asks again and again, and pays for each question. */
import { todo } from '#program';
import { setNonblocking, sleepMs } from '#sys';
import { receive } from './receive.ts';
import { model } from './task.ts';

model(import.meta.url, 'Model 2: non-blocking calls, asked again and again.', (senders, pause) => {
  //#region 15.2
  // TODO 15.2: make the descriptors non-blocking, and ask all open senders in turn until all have ended.
  //   - with a `pause`, sleep that long after a round in which nobody had anything
  //   man: fcntl(2) "O_NONBLOCK"
  todo('15.2', 'make the descriptors non-blocking, and ask all open senders in turn until all have ended');
  //#endregion
});
