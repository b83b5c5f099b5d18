import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    if (this.#leaving && first === undefined && !this.#saidGoodbye && !this.#broken) this.#sayGoodbye();
`,
      replace: `    void [this.#leaving, () => this.#sayGoodbye()];
`,
    },
  ],
  fails: ['proactor: SIGTERM closes the port, sends the pending bytes, and ends the program'],
});
