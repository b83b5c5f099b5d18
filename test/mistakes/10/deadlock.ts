import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'bank.ts', find: 'this.#mutex(Math.min(from, to)).with', replace: 'this.#mutex(from).with' },
    { file: 'bank.ts', find: 'this.#mutex(Math.max(from, to)).with', replace: 'this.#mutex(to).with' },
  ],
  fails: ['two transfers in opposite directions never wait for each other, and both accounts are locked'],
});
