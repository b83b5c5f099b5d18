import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    if (done && !this.#receiving && !this.#sending && this.#output.length === 0) this.#close();
`,
      replace: '',
    },
  ],
  fails: ['proactor: sends back the bytes that it receives'],
});
