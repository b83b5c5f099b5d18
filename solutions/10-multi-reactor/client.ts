/** A client: its account, and its answers in the order of its requests. */
import type { ByteBuffer, Connection } from '#reactor';
import type { Fd } from '#sys';
import { framesOf, takeFrame } from './frames.ts';
import type { JobQueue } from './job-queue.ts';
import { JOB, task } from './tasks.ts';
import type { Teller } from './teller.ts';

/** A client with this many requests that wait for an answer is put out: its memory would have no bound. */
const MOST_WAITING = 1000;

interface ClientParts {
  readonly fd: Fd;
  /** A number that no other client of this loop has, had or will have. */
  readonly generation: number;
  readonly teller: Teller;
  readonly jobs: JobQueue;
  /** The index of its loop. */
  readonly loop: number;
}

export class Client {
  readonly connection: Connection;
  readonly fd: Fd;
  readonly generation: number;
  /** The account of the last login; 0 before. */
  account = 0;
  readonly #teller: Teller;
  readonly #jobs: JobQueue;
  readonly #loop: number;
  /** For each request that has not been answered, and each answer that waits for one before it: the answer, or null. */
  readonly #answers: (string | null)[] = [];
  /** The number of the request at index 0. */
  #oldest = 0;

  constructor(connection: Connection, { fd, generation, teller, jobs, loop }: ClientParts) {
    this.connection = connection;
    this.fd = fd;
    this.generation = generation;
    this.#teller = teller;
    this.#jobs = jobs;
    this.#loop = loop;
  }

  get waiting(): boolean {
    return this.#answers.length > 0;
  }

  /** Requests have arrived. */
  receive(input: ByteBuffer): void {
    for (let text = takeFrame(input); text !== null; text = takeFrame(input)) {
      if (this.#answers.length >= MOST_WAITING) this.#send();
      if (this.#answers.length >= MOST_WAITING) throw new Error(`${MOST_WAITING} requests wait for an answer`);
      const number = this.#oldest + this.#answers.length;
      this.#answers.push(null);
      const answer = this.#teller.serve(this, text);
      if (typeof answer === 'string') this.#answers[number - this.#oldest] = answer;
      else this.#compute(number, answer.job);
    }
    this.#send();
  }

  /** A request that takes long, and would make all clients of this loop wait. */
  #compute(number: number, job: string): void {
    //#region 10.4
    // TODO 10.4: offer a JOB to the workers: `from` is this loop, fd, #generation, number, and the text.
    //   - when the queue takes no more jobs the answer to this request is 'error busy'
    const taken = this.#jobs.offer(
      task(JOB, { from: this.#loop, fd: this.fd, generation: this.generation, number, text: job }),
    );
    if (!taken) this.#answers[number - this.#oldest] = 'error busy';
    //#endregion
  }

  /** A worker's answer to a request. */
  answer(number: number, text: string): void {
    //#region 10.4
    // TODO 10.4: keep the answer in #answers, at the place of its request, and #send.
    //   - the client is alive: its lastActive is now
    this.#answers[number - this.#oldest] = text;
    this.connection.lastActive = performance.now();
    this.#send();
    //#endregion
  }

  /** Sends the answers whose turn it is. */
  #send(): void {
    //#region 10.4
    // TODO 10.4: take the answers before the first null out of #answers, and send their frames.
    //   - a quick answer waits for a slow one that was asked before it
    //   - #oldest moves on by as many; send nothing when there is none
    const open = this.#answers.indexOf(null);
    const ready = this.#answers.splice(0, open < 0 ? this.#answers.length : open) as string[];
    if (ready.length === 0) return;
    this.#oldest += ready.length;
    this.connection.send(framesOf(ready));
    //#endregion
  }
}
