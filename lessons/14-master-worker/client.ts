/**
 * One client of a worker: one HTTP request, one answer, without blocking. `/` answers with the greeting and the worker's pid,
 * `/bytes/N` with N bytes, and `/crash/N` ends the worker with status N, as a bug would.
 */
import { _exit, close, EPOLLIN, EPOLLOUT, type Fd, getpid, isSystemError, recv, SHUT_WR, send, shutdown } from '#sys';

const MAX_HEAD = 8192;
const CHUNK = Buffer.alloc(65_536, 'x');
const HEAD_END = '\r\n\r\n';

export class Client {
  readonly fd: Fd;
  readonly #greeting: string;
  readonly #log: (line: string) => void;
  #head = '';
  /** The rest of the answer: its text, and the number of bytes that follow. */
  #text = Buffer.alloc(0);
  #left = 0;
  #state: 'reading' | 'answering' | 'ending' = 'reading';

  constructor(fd: Fd, greeting: string, log: (line: string) => void) {
    this.fd = fd;
    this.#greeting = greeting;
    this.#log = log;
  }

  /** The events that it waits for. */
  get wants(): number {
    return this.#state === 'answering' ? EPOLLOUT : EPOLLIN;
  }

  /** Does what is possible now. False once the conversation is over. */
  serve(): boolean {
    try {
      if (this.#state === 'reading' && !this.#read()) return false;
      if (this.#state === 'answering') this.#send();
      return this.#state !== 'ending' || !this.#ended();
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return false; // the client has gone
    }
  }

  close(): void {
    close(this.fd);
  }

  /** False when the client has ended before its request was whole, or sends too much. */
  #read(): boolean {
    const bytes = Buffer.alloc(MAX_HEAD);
    for (let n = recv(this.fd, bytes); n !== null; n = recv(this.fd, bytes)) {
      if (n === 0) return false;
      this.#head += bytes.toString('latin1', 0, n);
      if (this.#head.includes(HEAD_END)) {
        this.#answer();
        return true;
      }
      if (this.#head.length > MAX_HEAD) return false;
    }
    return true;
  }

  #answer(): void {
    const [method = '', target = ''] = this.#head.split(/[ \r]/, 2);
    this.#log(`${method} ${target}`);
    const crash = /^\/crash\/(\d+)$/.exec(target);
    if (crash !== null) _exit(Number(crash[1]));
    const bytes = /^\/bytes\/(\d{1,9})$/.exec(target);
    const text = bytes === null ? `${this.#greeting} from ${getpid()}\n` : '';
    this.#left = bytes === null ? 0 : Number(bytes[1]);
    const length = Buffer.byteLength(text) + this.#left;
    this.#text = Buffer.from(
      `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n${text}`,
    );
    this.#state = 'answering';
  }

  #send(): void {
    while (this.#text.length > 0) {
      const n = send(this.fd, this.#text);
      if (n === null) return;
      this.#text = this.#text.subarray(n);
    }
    while (this.#left > 0) {
      const n = send(this.fd, CHUNK.subarray(0, this.#left));
      if (n === null) return;
      this.#left -= n;
    }
    shutdown(this.fd, SHUT_WR);
    this.#state = 'ending';
  }

  /** Reads to the client's end: closing with unread bytes would reset the connection, and lose the answer. */
  #ended(): boolean {
    const bytes = Buffer.alloc(MAX_HEAD);
    for (let n = recv(this.fd, bytes); n !== null; n = recv(this.fd, bytes)) if (n === 0) return true;
    return false;
  }
}
