import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'zero-copy.ts',
      find: `this.#complete(info, data);`,
      replace: `this.#complete(data, data + 0 * info);`,
    },
  ],
  fails: ['zerocopy: reads the completions, and sleeps; they end no connection'],
});
