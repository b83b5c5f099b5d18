import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    const open = this.#answers.indexOf(null);
    const ready = this.#answers.splice(0, open < 0 ? this.#answers.length : open) as string[];
    if (ready.length === 0) return;
    this.#oldest += ready.length;
`,
      replace: `    const ready = this.#answers.filter((answer): answer is string => answer !== null && answer !== '');
    for (const [i, answer] of this.#answers.entries()) if (answer !== null) this.#answers[i] = '';
    if (ready.length === 0) return;
`,
    },
  ],
  fails: ['answers come in the order of the requests, though workers finish in another'],
});
