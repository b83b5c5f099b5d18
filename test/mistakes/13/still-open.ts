import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    this.#acceptor.close();
    this.#workers.close();`,
      replace: `    this.#workers.close();
    this.#acceptor.close();`,
    },
  ],
  fails: ['SIGTERM: the jobs that run are answered, and no slot that rests is waited for'],
});
