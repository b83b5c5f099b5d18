import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `      if (this.#output.length >= HIGH && !this.#cancelled) this.#cancelReceive();
    } else if (!done && !this.#hungry && this.#output.length < HIGH) this.#receive();`,
      replace: `      // it goes on by itself
    } else if (!done && !this.#hungry) this.#receive();`,
    },
  ],
  fails: ['proactor: a client that reads late gets all bytes in order, and memory stays bounded'],
});
