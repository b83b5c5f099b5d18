/** One connection: requests in, answers out, one after the other. */
import { Failure, log, show } from '#program';
import {
  type Accepted,
  close,
  EPOLLERR,
  EPOLLHUP,
  EPOLLIN,
  EPOLLOUT,
  type Fd,
  IPPROTO_TCP,
  isSystemError,
  recv,
  setsockopt,
  TCP_NODELAY,
} from '#sys';
import { Answer } from './answer.ts';
import { Discard } from './discard.ts';
import { openFile } from './folder.ts';
import type { Loop } from './loop.ts';
import { RequestReader } from './requests.ts';
import { Upload } from './upload.ts';
import type { Way } from './ways.ts';

/** Announced instead of a size: the request is refused. */
const REFUSED = -1;

interface Service {
  readonly loop: Loop;
  readonly folder: string;
  makeWay(conn: Fd): Way;
  closed(connection: Connection): void;
}

/** Owns its descriptor, and everything that an answer or an upload needs, until `drop`. */
export class Connection {
  readonly #service: Service;
  readonly #fd: Fd;
  readonly #peer: string;
  readonly #way: Way;
  readonly #requests = new RequestReader();
  #answer: Answer | null = null;
  #body: Upload | Discard | null = null;
  #ended = false;

  constructor(service: Service, { fd, peer }: Accepted) {
    this.#service = service;
    this.#fd = fd;
    this.#peer = show(peer);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, true);
    this.#way = service.makeWay(fd);
    service.loop.add(fd, EPOLLIN, (events) => this.#handle(events));
  }

  /** An error that concerns this client ends this connection only. */
  #handle(events: number): void {
    try {
      if ((events & EPOLLERR) !== 0) this.#way.takeCompletions?.();
      if (this.#answer !== null) this.#send(this.#answer);
      else if (this.#body !== null) this.#receiveBody(this.#body);
      else this.#serve();
      if ((events & EPOLLHUP) !== 0 && this.#way.starved === true) throw new Failure('the client has gone');
    } catch (error) {
      if (!isSystemError(error) && !(error instanceof Failure)) throw error;
      log(`lost ${this.#peer}: ${error.message}`);
      this.drop();
    }
  }

  /** Begins with the next request, if it has arrived. One request a turn: the others have theirs in between. */
  #serve(): void {
    let request = this.#requests.next();
    if (request === null && this.#receive()) request = this.#requests.next();
    if (request?.kind === 'get') this.#get(request.name);
    else if (request?.kind === 'put') this.#put(request.name, request.length);
    else if (!this.#ended) this.#service.loop.want(this.#fd, EPOLLIN);
  }

  /** Returns whether bytes have come. */
  #receive(): boolean {
    const n = recv(this.#fd, this.#requests.room);
    if (n === 0) this.drop();
    if (n === null || n === 0) return false;
    this.#requests.arrived(n);
    return true;
  }

  #get(name: string): void {
    let opened: { file: Fd; size: number };
    try {
      opened = openFile(this.#service.folder, name);
    } catch (error) {
      log(`refuses ${JSON.stringify(name)}: ${reasonOf(error)}`);
      this.#begin(new Answer(this.#fd, REFUSED, null));
      return;
    }
    this.#begin(new Answer(this.#fd, opened.size, { ...opened, sent: 0 }));
  }

  #put(name: string, length: number): void {
    try {
      this.#body = new Upload(this.#service.folder, name, length);
    } catch (error) {
      log(`refuses ${JSON.stringify(name)}: ${reasonOf(error)}`);
      this.#body = new Discard(length); // the bytes come all the same
    }
    this.#service.loop.want(this.#fd, EPOLLIN);
    this.#receiveBody(this.#body, this.#requests.take(length));
  }

  /** `early`: bytes that came together with the request line. */
  #receiveBody(body: Upload | Discard, early?: Buffer): void {
    if (early !== undefined && early.length > 0) body.write(early);
    else if (!body.complete) body.receive(this.#fd);
    if (!body.complete) return;
    const stored = body.finish();
    this.#body = null;
    this.#begin(new Answer(this.#fd, stored, null));
  }

  #begin(answer: Answer): void {
    this.#answer = answer;
    this.#send(answer);
  }

  #send(answer: Answer): void {
    if (!answer.proceed(this.#way)) {
      this.#service.loop.want(this.#fd, this.#way.starved === true ? 0 : EPOLLOUT);
      return;
    }
    this.#endAnswer(answer);
    // The kernel reports no bytes that wait in #requests, but it reports room at once.
    this.#service.loop.want(this.#fd, this.#requests.length > 0 ? EPOLLOUT : EPOLLIN);
  }

  #endAnswer({ part }: Answer): void {
    this.#answer = null;
    if (part === null) return;
    this.#way.finish(part);
    close(part.file);
  }

  /** Closes everything, once. */
  drop(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#answer !== null) this.#endAnswer(this.#answer);
    this.#body?.abandon();
    this.#way.close();
    this.#service.loop.remove(this.#fd);
    close(this.#fd);
    this.#service.closed(this);
  }
}

/** The reason of a refusal; throws an error again that is a bug. */
function reasonOf(error: unknown): string {
  if (isSystemError(error) || error instanceof Failure) return error.message;
  throw error;
}
