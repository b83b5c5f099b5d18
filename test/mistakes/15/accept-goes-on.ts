import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: `    if (this.#accepting) this.ring.prepare(IORING_OP_ASYNC_CANCEL, -1, CANCEL).target(ACCEPT, this.#listener);
    else close(this.#listener);`,
      replace: '    close(this.#listener);',
    },
    {
      file: 'proactor.ts',
      find: `    if (this.#stopping && !this.#accepting) close(this.#listener);
`,
      replace: '',
    },
  ],
  fails: ['proactor: SIGTERM closes the port, sends the pending bytes, and ends the program'],
});
