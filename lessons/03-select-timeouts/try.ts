/** Makes one call with a time-out, prints its result, and waits for the end of standard input. Nothing to do here. */
import { Failure, listenOn, log, program, ready, writeAll } from '#program';
import {
  AF_INET,
  connect,
  INADDR_LOOPBACK,
  isSystemError,
  read,
  retryOnEintr,
  SIGUSR2,
  SOCK_STREAM,
  sigaction,
  socket,
} from '#sys';
import { acceptTimeout, connectTimeout, readTimeout, writeTimeout } from './timeouts.ts';

const STDIN = 0;

function say(text: string): void {
  retryOnEintr(() => writeAll(1, Buffer.from(`${text}\n`))); // a signal may come during the write
}

/** The result of the call, or the code of its error. */
function outcome(call: () => string): string {
  try {
    return call();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return error.code;
  }
}

program(
  import.meta.url,
  {
    about: 'Tries one call with a time-out.',
    options: {
      call: { default: 'read', about: 'read, write, accept or connect' },
      port: { default: 0, about: 'port of the peer on 127.0.0.1, or for accept the own port; 0 takes any free one' },
      ms: { default: 1000, about: 'milliseconds to wait; 0 for ever' },
    },
  },
  ({ call, port, ms }) => {
    if (!['read', 'write', 'accept', 'connect'].includes(call))
      throw new Failure('--call is read, write, accept or connect');
    sigaction(SIGUSR2, { handler: () => log('interrupted') });
    const fd = call === 'accept' ? listenOn(port) : socket(AF_INET, SOCK_STREAM);
    const address = { family: AF_INET, address: INADDR_LOOPBACK, port } as const;
    if (call === 'accept') ready(fd);
    if (call === 'read' || call === 'write') connect(fd, address);
    say(`fd ${fd}`);
    const began = performance.now();
    const result = outcome(() => {
      switch (call) {
        case 'accept':
          return `accepted fd ${acceptTimeout(fd, ms).fd}`;
        case 'connect':
          connectTimeout(fd, address, ms);
          return 'connected';
        case 'write':
          return `${fill(fd, ms)}`;
        default:
          return `${readTimeout(fd, Buffer.alloc(4096), ms)} bytes`;
      }
    });
    const took = performance.now() - began;
    say(result);
    say(`after ${took.toFixed(1)} ms`);
    try {
      while (read(STDIN, Buffer.alloc(4096)) !== 0);
    } catch (error) {
      if (!isSystemError(error, 'EINTR')) throw error;
    }
  },
);

/** Writes until a write times out, and throws its error. */
function fill(fd: number, ms: number): never {
  const bytes = Buffer.alloc(16_000_000); // more than the socket buffers hold
  for (let written = 0; ; ) {
    const n = writeTimeout(fd, bytes, ms);
    if (!(n > 0)) throw new Failure(`writeTimeout returned ${n}`);
    log(`wrote ${n} bytes`);
    written += n;
    if (written > 1e9) throw new Failure('the peer reads, so the write never times out');
  }
}
