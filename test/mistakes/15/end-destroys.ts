import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: '    if (done && !this.#receiving && !this.#sending && this.#output.length === 0) this.#close();',
      replace: '    if (done && !this.#receiving) this.#close();',
    },
  ],
  fails: ['proactor: a client that reads late gets all bytes in order, and memory stays bounded'],
});
