import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pool.ts',
      find: 'value: Math.min(FIRST_PAUSE_MS * 2 ** (this.#deaths - 1), LAST_PAUSE_MS)',
      replace: 'value: Math.min(FIRST_PAUSE_MS, LAST_PAUSE_MS)',
    },
  ],
  fails: ['a worker that dies young is replaced after a pause, which grows'],
});
