import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'workers.ts',
      find: 'return this.#jobs.offer({ slot, sequence, body });',
      replace: `this.#jobs.offer({ slot, sequence, body });
    return true;`,
    },
  ],
  fails: ['too many jobs: BUSY at once, and the loop waits for nobody'],
});
