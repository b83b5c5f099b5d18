/** A download and upload server: one process, non-blocking, level-triggered, with several ways to send a file. */
import { Failure, listenOn, program, ready } from '#program';
import { type Fd, SIG_IGN, SIGINT, SIGPIPE, SIGTERM, sigaction, signal } from '#sys';
import { Copy } from './copy.ts';
import { Mapped } from './mapped.ts';
import { SentFile } from './sent-file.ts';
import { Service } from './service.ts';
import { Spliced } from './spliced.ts';
import type { Way } from './ways.ts';
import { ZeroCopy } from './zero-copy.ts';

const WAYS: ReadonlyMap<string, (conn: Fd) => Way> = new Map<string, (conn: Fd) => Way>([
  ['copy', (conn) => new Copy(conn)],
  ['mmap', (conn) => new Mapped(conn)],
  ['sendfile', (conn) => new SentFile(conn)],
  ['splice', (conn) => new Spliced(conn)],
  ['zerocopy', (conn) => new ZeroCopy(conn)],
]);

program(
  import.meta.url,
  {
    about: 'Gives away the files of a folder, and takes new ones.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      dir: { default: '.', about: 'folder with the files' },
      way: { default: 'sendfile', about: `way to send: ${[...WAYS.keys()].join(', ')}` },
    },
  },
  ({ port, dir, way }) => {
    const makeWay = WAYS.get(way);
    if (makeWay === undefined) throw new Failure(`--way is one of ${[...WAYS.keys()].join(', ')}, not ${way}`);
    //#region 11.3 silent
    // TODO 11.3: ignore SIGPIPE.
    //   - sendfile and splice have no MSG_NOSIGNAL: a client that has gone would end the server
    //   man: signal(7) "SIGPIPE", write(2) "EPIPE"
    signal(SIGPIPE, SIG_IGN);
    //#endregion
    const listener = listenOn(port);
    const service = new Service(listener, dir, makeWay);
    for (const signum of [SIGTERM, SIGINT]) sigaction(signum, { handler: () => service.loop.stop() });
    ready(listener);
    service.run();
  },
);
