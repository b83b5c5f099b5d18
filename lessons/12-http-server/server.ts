/** The HTTP server: it accepts connections, waits for their events, and counts their time. */
import { listenOn, log, program, ready } from '#program';
import { Acceptor, Channel, EventLoop } from '#reactor';
import { type Accepted, close, type Fd, SIG_IGN, SIGINT, SIGPIPE, SIGTERM, signal } from '#sys';
import type { Answer } from './answer.ts';
import { HttpConnection } from './connection.ts';
import { Deadlines, type Limits } from './deadlines.ts';
import { Folder } from './files.ts';
import { answerTo } from './handler.ts';
import type { Owner, Phase } from './owner.ts';
import type { Request } from './request.ts';

export interface Settings {
  readonly directory: string;
  readonly limits: Limits;
  /** Milliseconds that a stop waits for clients. */
  readonly grace: number;
}

/** A connection in the loop of the server. */
class Served implements Owner {
  readonly connection: HttpConnection;
  readonly #server: HttpServer;
  readonly #channel: Channel;

  constructor(server: HttpServer, { fd }: Accepted) {
    this.#server = server;
    this.#channel = new Channel(server.loop.poller, fd);
    this.connection = new HttpConnection(fd, this);
    this.#channel.onReadable = () => this.connection.readable();
    this.#channel.onWritable = () => this.connection.writable();
  }

  handle(request: Request, content: Uint8Array, respond: (answer: Answer) => void): void {
    respond(answerTo(request, content, this.#server.folder));
  }

  wait(reading: boolean, writing: boolean, phase: Phase, renewed: boolean): void {
    this.#channel.setWriting(writing);
    this.#channel.setReading(reading);
    if (renewed) this.#server.deadlines.enter(this, phase);
  }

  ended(): void {
    this.#channel.remove();
    close(this.#channel.fd);
    this.#server.ended(this);
  }
}

export class HttpServer {
  readonly loop: EventLoop;
  readonly folder: Folder;
  readonly deadlines: Deadlines<Served>;
  readonly #acceptor: Acceptor;
  readonly #connections = new Set<Served>();
  readonly #grace: number;
  #stopping = false;

  /** Owns the listener. Stops on SIGTERM and SIGINT. */
  constructor(loop: EventLoop, listener: Fd, { directory, limits, grace }: Settings) {
    this.loop = loop;
    this.folder = new Folder(directory);
    this.deadlines = new Deadlines(loop, limits, ({ connection }, phase) => connection.expired(phase));
    this.#grace = grace;
    this.#acceptor = new Acceptor(loop, listener, (accepted) => this.#accepted(accepted));
    for (const signum of [SIGTERM, SIGINT]) loop.onSignal(signum, () => this.stop());
  }

  #accepted(accepted: Accepted): void {
    const served = new Served(this, accepted);
    this.#connections.add(served);
    served.connection.start();
  }

  ended(served: Served): void {
    this.deadlines.clear(served);
    this.#connections.delete(served);
    this.#acceptor.resume();
    this.#stopped();
  }

  /** Accepts nobody else, answers what has been asked, and quits the loop. The second time it does not wait. */
  stop(): void {
    const open = [...this.#connections];
    if (this.#stopping) {
      for (const { connection } of open) connection.close();
      return;
    }
    this.#stopping = true;
    log(`stopping, with ${open.length} connections`);
    this.#acceptor.close();
    this.loop.runAfter(this.#grace, () => this.stop());
    for (const { connection } of open) connection.finish();
    this.#stopped();
  }

  #stopped(): void {
    if (this.#stopping && this.#connections.size === 0) this.loop.quit();
  }
}

program(
  import.meta.url,
  {
    about: 'HTTP server for the files of a folder.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      dir: { default: '.', about: 'folder whose files it serves' },
      head: {
        default: 10_000,
        about: 'milliseconds for the head of a request, from its first byte on; 0 sets no limit',
      },
      body: { default: 30_000, about: 'the same for the body' },
      idle: { default: 60_000, about: 'milliseconds between requests, and for a client that takes no bytes' },
      linger: { default: 10_000, about: 'milliseconds to wait for the end of the client after the last answer' },
      grace: { default: 5000, about: 'milliseconds that a stop waits for clients' },
    },
  },
  ({ port, dir, head, body, idle, linger, grace }) => {
    signal(SIGPIPE, SIG_IGN);
    const listener = listenOn(port);
    const loop = new EventLoop();
    const limits = { head, body, idle, sending: idle, lingering: linger };
    new HttpServer(loop, listener, { directory: dir, limits, grace });
    ready(listener);
    loop.run();
    log(`stopped after ${loop.wakeups} wake-ups`);
    loop.close();
  },
);
