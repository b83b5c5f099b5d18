import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pool.ts',
      find: `      this.#log.info(\`worker \${child.pid} \${describeStatus(child)}\`);
`,
      replace: '',
    },
    {
      file: 'pool.ts',
      find: `  describeStatus,
`,
      replace: '',
    },
  ],
  fails: ['reaps a worker that is killed, and replaces it'],
  also: ['a stopped worker is not dead'],
});
