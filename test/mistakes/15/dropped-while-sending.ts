import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: 'if (res > 0 && this.#keeps) this',
      replace: 'if (res > 0 && this.#keeps && !this.#sending) this',
    },
  ],
  fails: ['proactor: sends back the bytes that it receives'],
});
