import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    write(this.#wake[1], Buffer.from([signum]));
`,
      replace: `    log(\`signal \${signum}\`);
    process.exit(signum);
`,
    },
  ],
  fails: ['ends in good order on SIGTERM, also when it comes fifty times', 'SIGTERM: a transfer under way ends whole'],
  also: [
    'SIGINT: everybody leaves at once, also after a SIGTERM',
    'workers that die at their start are replaced, with a pause before each',
  ],
});
