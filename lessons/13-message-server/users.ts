/** The names that clients have registered. Nothing to do in this file. */

const NAME = /^[a-z][a-z0-9-]{0,31}$/;
/** Clients register names for ever: without a limit, one of them could fill the memory. */
const MOST = 100_000;

/** What it needs of a client. */
export interface Named {
  name: string;
}

export class Users {
  readonly #names = new Set<string>();

  /** Returns the answer. */
  register(name: string): string {
    if (!NAME.test(name)) return 'no name';
    if (this.#names.has(name)) return 'taken';
    if (this.#names.size >= MOST) return 'full';
    this.#names.add(name);
    return `registered ${name}`;
  }

  login(client: Named, name: string): string {
    if (!this.#names.has(name)) return 'unknown';
    client.name = name;
    return `welcome ${name}`;
  }
}
