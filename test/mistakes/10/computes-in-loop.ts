import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    const taken = this.#jobs.offer(
      task(JOB, { from: this.#loop, fd: this.fd, generation: this.generation, number, text: job }),
    );
    if (!taken) this.#answers[number - this.#oldest] = 'error busy';
`,
      replace: `    this.#answers[number - this.#oldest] = compute(job, null);
`,
    },
    {
      file: 'client.ts',
      find: `import { framesOf, takeFrame } from './frames.ts';`,
      replace: `import { framesOf, takeFrame } from './frames.ts';
import { compute } from './interest.ts';`,
    },
  ],
  fails: ['workers compute while the loop serves others'],
});
