import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'interest.ts',
      find: `    if (before === events) return;
`,
      replace: ``,
    },
  ],
  fails: ['level: makes an epoll_ctl call for a new mask only, and before close'],
});
