import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'workers.ts',
      find: 'return this.#jobs.offer({ slot, sequence, body });',
      replace: `this.#answered({ slot, sequence, body: compute(body, this.#gates) });
    return true;`,
    },
    {
      file: 'workers.ts',
      find: `  readonly #answered: (message: Message) => void;
`,
      replace: `  readonly #answered: (message: Message) => void;
  readonly #gates: SharedArrayBuffer | null;
`,
    },
    {
      file: 'workers.ts',
      find: `    this.#answered = answered;
`,
      replace: `    this.#answered = answered;
    this.#gates = gates ? makeGates() : null;
`,
    },
    { file: 'workers.ts', find: 'gates: gates ? makeGates() : null };', replace: 'gates: this.#gates };' },
    {
      file: 'workers.ts',
      find: "import type { WorkerData } from './worker.ts';",
      replace: `import { compute } from './work.ts';
import type { WorkerData } from './worker.ts';`,
    },
  ],
  fails: ['workers do jobs while the loop serves others'],
});
