/** Model 3, multiplexed: one call sleeps for all descriptors, and says which of them are ready. */
import { todo } from '#program';
import { POLLIN, poll, setNonblocking } from '#sys';
import { receive } from './receive.ts';
import { model, type Sender } from './task.ts';

model(import.meta.url, 'Model 3: one call waits for all senders.', (senders) => {
  //#region 15.3
  // TODO 15.3: sleep in poll until senders are ready; receive from those, once each.
  //   - poll says nothing about the others: a receive from one of them could sleep
  //   - whoever has ended is not asked again: its descriptor is closed
  //   man: poll(2), select(2) "BUGS"
  todo('15.3', 'sleep in poll until senders are ready');
  //#endregion
});
