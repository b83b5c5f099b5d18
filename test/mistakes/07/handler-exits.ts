import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `    write(this.#wake[1], Buffer.from([signum]));
`,
      replace: `    log(\`signal \${signum}\`);
    process.exit(signum);
`,
    },
  ],
  fails: [
    'exits in good order on SIGTERM, also when fifty arrive at once',
    'SIGTERM: a transfer under way is completed',
  ],
  also: [
    'SIGINT: all processes exit at once, also after SIGTERM',
    'workers that die at their start are replaced, with a pause before each',
  ],
});
