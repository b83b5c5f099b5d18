import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: 'if (this.#stopping && this.#connected === 0) this.loop.quit();',
      replace: 'if (this.#stopping) this.loop.quit();',
    },
  ],
  fails: ['SIGTERM: the jobs that run are answered, and no slot that rests is waited for'],
});
