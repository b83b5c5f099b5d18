import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'heartbeat.ts',
      find: `    if (this.#limit === 0) return;
`,
      replace: '',
    },
  ],
  fails: ['any packet is life, but half a packet is none'],
});
