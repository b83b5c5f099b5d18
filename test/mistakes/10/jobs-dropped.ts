import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    for (const worker of this.#workers) worker.join();
    this.#pool.finish(this.#grace);
`,
      replace: `    this.#pool.finish(this.#grace);
    for (const worker of this.#workers) worker.join();
`,
    },
  ],
  fails: ['SIGTERM: nobody new, running jobs finish, their answers are sent, then everything ends'],
});
