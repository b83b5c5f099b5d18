/** The HTTP server: it accepts connections and counts their time; who reads and answers is the mode. */
import { Failure, listenOn, log, program, ready } from '#program';
import { Acceptor, EventLoop } from '#reactor';
import { type Fd, SIG_IGN, SIGINT, SIGPIPE, SIGTERM, signal } from '#sys';
import { Deadlines, type Limits } from './deadlines.ts';
import { Folder } from './files.ts';
import { Handed } from './handed.ts';
import { answerTo } from './handler.ts';
import type { Event, Mode, Next } from './messages.ts';
import type { Phase } from './owner.ts';
import { Proactor } from './proactor.ts';
import { type Handle, Served } from './served.ts';
import { Workers } from './workers.ts';

const MODES: readonly string[] = ['loop', 'reactor', 'proactor'] satisfies Mode[];

interface Settings {
  readonly mode: Mode;
  readonly threads: number;
  readonly directory: string;
  readonly limits: Limits;
  /** Milliseconds that a stop waits for clients. */
  readonly grace: number;
}

type Client = Served | Handed;

class HttpServer {
  readonly loop: EventLoop;
  readonly handle: Handle;
  readonly #folder: Folder;
  readonly #acceptor: Acceptor;
  readonly #deadlines: Deadlines<Client>;
  readonly #clients = new Set<Client>();
  /** The workers of the reactor, and their connections by number. */
  readonly #workers: Workers<Event, Next> | null;
  readonly #handed = new Map<number, Handed>();
  readonly #proactor: Proactor | null;
  readonly #grace: number;
  #last = 0;
  #stopping = false;

  /** Owns the listener. Stops on SIGTERM and SIGINT. */
  constructor(loop: EventLoop, listener: Fd, { mode, threads, directory, limits, grace }: Settings) {
    this.loop = loop;
    this.#grace = grace;
    this.#folder = new Folder(directory);
    this.#deadlines = new Deadlines(loop, limits, (client, phase) => client.expired(phase));
    const told = (next: Next): void => this.#handed.get(next.id)?.told(next);
    this.#workers = mode === 'reactor' ? new Workers(loop, mode, threads, directory, told) : null;
    this.#proactor = mode === 'proactor' ? new Proactor(loop, threads, directory) : null;
    this.handle = (request, content, respond) => {
      if (this.#proactor === null) respond(answerTo(request, content, this.#folder));
      else {
        //#region 12.8
        // TODO 12.8: let the proactor handle the request: the loop opens no file.
        this.#proactor.handle(request, content, respond);
        //#endregion
      }
    };
    this.#acceptor = new Acceptor(loop, listener, ({ fd }) => this.#accepted(fd));
    for (const signum of [SIGTERM, SIGINT]) loop.onSignal(signum, () => this.stop());
  }

  #accepted(fd: Fd): void {
    if (this.#workers === null) this.#begin(new Served(this, fd));
    else {
      //#region 12.8
      // TODO 12.8: #begin with a Handed, whose id is the next number (#last), and keep it in #handed.
      const handed = new Handed(this, ++this.#last, fd);
      this.#handed.set(handed.id, handed);
      this.#begin(handed);
      //#endregion
    }
  }

  #begin(client: Client): void {
    this.#clients.add(client);
    client.start();
  }

  /** A connection of the reactor goes to the same worker each time: its state is in the heap of that thread. */
  give(event: Event): boolean {
    //#region 12.8
    // TODO 12.8: give the event to the worker for its id, and return whether there was room.
    return this.#workers?.give(event.id, event) ?? false;
    //#endregion
  }

  enter(client: Client, phase: Phase): void {
    this.#deadlines.enter(client, phase);
  }

  ended(client: Client): void {
    this.#deadlines.clear(client);
    this.#clients.delete(client);
    if (client instanceof Handed) this.#handed.delete(client.id);
    this.#acceptor.resume();
    this.#stopped();
  }

  /** Accepts nobody else, answers what has been asked, and quits the loop. The second time it does not wait. */
  stop(): void {
    const open = [...this.#clients];
    if (this.#stopping) {
      for (const client of open) client.close();
      return;
    }
    this.#stopping = true;
    log(`stopping, with ${open.length} connections`);
    this.#acceptor.close();
    this.loop.runAfter(this.#grace, () => this.stop());
    for (const client of open) client.finish();
    this.#stopped();
  }

  #stopped(): void {
    if (this.#stopping && this.#clients.size === 0) this.loop.quit();
  }

  /** Ends the workers, after the loop. */
  close(): void {
    this.#workers?.close();
    this.#proactor?.close();
    this.#folder.close();
  }
}

program(
  import.meta.url,
  {
    about: 'HTTP server for the files of a folder.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      dir: { default: '.', about: 'folder whose files it serves' },
      mode: {
        default: 'loop',
        about: 'loop: one thread; reactor: workers read and write; proactor: they get requests',
      },
      threads: { default: 2, about: 'workers of the reactor and of the proactor' },
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
  ({ port, dir, mode, threads, head, body, idle, linger, grace }) => {
    if (!MODES.includes(mode)) throw new Failure(`--mode takes ${MODES.join(', ')}`);
    signal(SIGPIPE, SIG_IGN);
    const listener = listenOn(port);
    const loop = new EventLoop();
    const limits: Partial<Record<Phase | 'linger', number>> = { head, body, idle, linger };
    //#region 12.7 silent
    // TODO 12.7: limit the phases sending and lingering as well: to `idle` and to `linger`.
    limits.sending = idle;
    limits.lingering = linger;
    //#endregion
    const server = new HttpServer(loop, listener, { mode: mode as Mode, threads, directory: dir, limits, grace });
    ready(listener);
    loop.run();
    server.close();
    log(`stopped after ${loop.wakeups} wake-ups`);
    loop.close();
  },
);
