import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `      while (this.#ready && this.#next(buffer));`,
      replace: `      if (this.#ready) this.#next(buffer);`,
    },
  ],
  fails: ['pipelined requests are answered in order, wherever they are cut'],
});
