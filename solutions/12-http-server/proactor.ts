/** The loop's side of the proactor: whole requests go to the workers, and answers come back. */
import type { EventLoop } from '#reactor';
import { type Answer, plain } from './answer.ts';
import { type Done, fromDone, type Task } from './messages.ts';
import type { Request } from './request.ts';
import { Workers } from './workers.ts';

export class Proactor {
  readonly #workers: Workers<Task, Done>;
  /** The requests that are away, by their numbers. */
  readonly #away = new Map<number, (answer: Answer) => void>();
  #last = 0;

  constructor(loop: EventLoop, threads: number, directory: string) {
    this.#workers = new Workers(loop, 'proactor', threads, directory, (done) => this.#answered(done));
  }

  handle({ method, path }: Request, content: Uint8Array, respond: (answer: Answer) => void): void {
    //#region 12.8
    // TODO 12.8: give the request to a worker under a number of its own, and keep `respond` for it.
    //   - the content as base64
    //   - no room: 503 at once; the loop never waits
    const id = ++this.#last;
    if (!this.#workers.give(0, { id, method, path, content: Buffer.from(content).toString('base64') })) {
      respond(plain(503));
      return;
    }
    this.#away.set(id, respond);
    //#endregion
  }

  #answered(done: Done): void {
    //#region 12.8
    // TODO 12.8: respond to the request of this number, with the answer as fromDone makes it.
    this.#away.get(done.id)?.(fromDone(done));
    this.#away.delete(done.id);
    //#endregion
  }

  close(): void {
    this.#workers.close();
  }
}
