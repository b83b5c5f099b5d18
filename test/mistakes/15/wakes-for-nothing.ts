import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'multiplexed.ts',
      find: `      -1,
`,
      replace: `      10,
`,
    },
  ],
  fails: ['multiplexed: one call sleeps for all, and only ready sockets are read'],
});
