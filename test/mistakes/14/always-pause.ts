import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pool.ts',
      find: 'else this.#replace(performance.now() - member.born < YOUNG_MS);',
      replace: 'else this.#replace(performance.now() - member.born < YOUNG_MS * 1000);',
    },
  ],
  fails: ['a worker that dies young is replaced after a pause, which grows'],
});
