import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'dispatcher.ts',
      find: 'const handler = this.#handlers[code];',
      replace: 'const handler = this.#handlers[code] ?? this.#handlers[code % 256];',
    },
  ],
  fails: ['codes that nobody handles are ignored: holes, the next one, and the largest'],
});
