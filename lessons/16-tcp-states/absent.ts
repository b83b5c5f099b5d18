/** A server whose client may vanish. Sends each line of its standard input to it. Nothing to do in this file: guard.ts is yours. */
import { listenOn, log, program, ready, show } from '#program';
import { accept, close, isSystemError, MSG_NOSIGNAL, POLLIN, poll, read, send, setNonblocking } from '#sys';
import { guard, news } from './guard.ts';

program(
  import.meta.url,
  {
    about: 'Serves one client, and logs how its connection ends.',
    options: {
      port: { default: 0, about: 'port to listen on' },
      idle: { default: 1, about: 'seconds of silence before keepalive asks' },
      interval: { default: 1, about: 'seconds between two questions' },
      count: { default: 2, about: 'questions without an answer' },
      timeout: { default: 0, about: 'milliseconds for an acknowledgement; 0: as the system has it' },
    },
  },
  ({ port, ...patience }) => {
    const listener = listenOn(port);
    ready(listener);
    const client = accept(listener);
    if (client === null) return;
    const { fd, peer } = client;
    setNonblocking(fd, true);
    guard(fd, patience);
    log(`guarded ${show(peer)}`);
    const line = Buffer.alloc(1000);
    // After the peer's FIN the socket is always readable: only errors are waited for then.
    let [ended, input] = [false, true];
    for (;;) {
      const sources = [{ fd, events: ended ? 0 : POLLIN }, ...(input ? [{ fd: 0, events: POLLIN }] : [])];
      const [events = 0, typed = 0] = poll(sources, -1);
      if (events !== 0) {
        const what = news(fd);
        log(`news: ${what}`);
        if (what === 'end') ended = true;
        else if (what !== 'data' && what !== 'nothing') break;
      }
      if (typed !== 0) {
        const n = read(0, line) ?? 0;
        input = n > 0;
        if (n > 0) sent(fd, line.subarray(0, n));
      }
    }
    close(fd);
    close(listener);
  },
);

function sent(fd: number, bytes: Buffer): void {
  try {
    log(`sent ${send(fd, bytes, MSG_NOSIGNAL) ?? 0} bytes`);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    log(`send: ${error.code}`);
  }
}
