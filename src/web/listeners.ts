import type { ServerResponse } from 'node:http';
import type { PageState, Patch } from './protocol.ts';

/** Changes within this time are sent together. */
const GATHER_MS = 40;
/** A tab that reads nothing is disconnected; when it wakes up it reconnects and gets the whole state. */
const MAX_WAITING_BYTES = 8e6;

/** The open tabs, as server-sent events. A new tab gets the whole state, then changes only. */
export class Listeners {
  readonly #tabs = new Set<ServerResponse>();
  readonly #state: () => PageState;
  readonly #keys = new Set<keyof PageState>();
  #timer: NodeJS.Timeout | null = null;

  constructor(state: () => PageState) {
    this.#state = state;
  }

  add(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`retry: 500\n${message(this.#state())}`);
    this.#tabs.add(response);
    response.on('close', () => this.#tabs.delete(response));
  }

  changed(keys: readonly (keyof PageState)[]): void {
    for (const key of keys) this.#keys.add(key);
    this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS);
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const tab of this.#tabs) tab.end();
  }

  #flush(): void {
    this.#timer = null;
    const state = this.#state();
    const patch: Patch = Object.fromEntries([...this.#keys].map((key) => [key, state[key]]));
    this.#keys.clear();
    const text = message(patch);
    for (const tab of this.#tabs) {
      if (tab.writableLength > MAX_WAITING_BYTES) tab.destroy();
      else tab.write(text);
    }
  }
}

const message = (patch: Patch): string => `data: ${JSON.stringify(patch)}\n\n`;
