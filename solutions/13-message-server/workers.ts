/** The worker threads, as the loop sees them: jobs go out, answers come back. */
import { Channel, type EventLoop } from '#reactor';
import { EFD_CLOEXEC, EFD_NONBLOCK, eventfd, eventfdRead, startThread, type Thread } from '#sys';
import { makeGates } from './gates.ts';
import { CAPACITY, type Message, MessageQueue } from './message-queue.ts';
import type { SlotPool, Ticket } from './slot-pool.ts';
import type { WorkerData } from './worker.ts';

export interface WorkersOptions {
  readonly workers: number;
  readonly jobs: number;
  readonly gates: boolean;
}

/** More than an answer takes in its queue. */
const ANSWER = 32_768;

export class Workers {
  readonly #wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  readonly #answers: MessageQueue;
  readonly #jobs: MessageQueue;
  readonly #threads: readonly Thread[];
  readonly #answered: (message: Message) => void;

  /** `answered` is called in the loop for each answer. */
  constructor(
    loop: EventLoop,
    pool: SlotPool,
    { workers, jobs, gates }: WorkersOptions,
    answered: (message: Message) => void,
  ) {
    this.#jobs = MessageQueue.create(Math.max(1, jobs));
    // Room for the answers to all jobs that wait and run: during a join nobody takes answers, and a worker may not wait for room.
    this.#answers = MessageQueue.create(jobs + workers + 2, this.#wake, 2 * CAPACITY + (workers + 1) * ANSWER);
    this.#answered = answered;
    const channel = new Channel(loop.poller, this.#wake);
    channel.onReadable = () => this.#drain();
    channel.setReading(true);
    const entry = new URL('./worker.ts', import.meta.url);
    const share = { jobs: this.#jobs.share(), answers: this.#answers.share() };
    const data: WorkerData = { pool: pool.memory, ...share, gates: gates ? makeGates() : null };
    this.#threads = Array.from({ length: Math.max(1, workers) }, () => startThread(entry, data));
  }

  /** Gives a job to the workers; false when too many wait. */
  give({ slot, sequence }: Ticket, body: Buffer): boolean {
    //#region 13.5
    // TODO 13.5: offer the job, with the slot and the sequence number of its client.
    //   - do not wait for room: the loop serves all clients
    return this.#jobs.offer({ slot, sequence, body });
    //#endregion
  }

  /** Workers have put answers into the queue. */
  #drain(): void {
    eventfdRead(this.#wake);
    for (const answer of this.#answers.takeAll()) this.#answered(answer);
  }

  /** Lets the workers finish the jobs that they have, and waits for them. */
  close(): void {
    this.#jobs.close();
    this.#drain();
    for (const thread of this.#threads) thread.join();
    this.#drain();
  }
}
