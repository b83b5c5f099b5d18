import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'zero-copy.ts',
      find: `if (origin === SO_EE_ORIGIN_ZEROCOPY) this.#complete(info, data);`,
      replace: `if (origin === SO_EE_ORIGIN_ZEROCOPY) throw new Failure(\`error \${info} \${data}\`);`,
    },
    {
      file: 'zero-copy.ts',
      find: `import {
  cmsgSpace`,
      replace: `import { Failure } from '#program';
import {
  cmsgSpace`,
    },
    {
      file: 'zero-copy.ts',
      find: `  #complete(first`,
      replace: `  complete(first`,
    },
  ],
  fails: ['zerocopy: reads the completions, and sleeps; they end no connection'],
  also: ['zerocopy: sends files of every size exactly'],
});
