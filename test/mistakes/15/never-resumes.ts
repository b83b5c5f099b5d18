import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: 'this.#hungry && this.#output.length < HIGH) this.#receive();',
      replace: 'this.#hungry && !this.#cancelled) this.#receive();',
    },
  ],
  fails: ['proactor: a client that reads late gets all bytes in order, and memory stays bounded'],
});
