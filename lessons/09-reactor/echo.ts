/** The echo server on the reactor. Nothing to do in this file. */
import { listenOn, log, program, ready } from '#program';
import { SIG_IGN, SIGPIPE, signal } from '#sys';
import { EventLoop } from './loop.ts';
import { TcpServer } from './tcp-server.ts';

program(
  import.meta.url,
  {
    about: 'Echo server on a reactor.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      idle: { default: 0, about: 'milliseconds after which a silent connection is closed; 0 never' },
      grace: { default: 5000, about: 'milliseconds that a stop waits for clients that do not read' },
    },
  },
  ({ port, idle, grace }) => {
    signal(SIGPIPE, SIG_IGN);
    const listener = listenOn(port);
    const loop = new EventLoop();
    new TcpServer(
      loop,
      listener,
      (connection, input) => {
        connection.send(input.bytes);
        input.consume(input.length);
      },
      { idle, grace },
    );
    ready(listener);
    loop.run();
    log(`stopped after ${loop.wakeups} wake-ups`);
    loop.close();
  },
);
