import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'polling.ts',
      find: `      if (found === 'end') open.delete(sender);
`,
      replace: `      if (found === 'end') open.delete(sender);
      if (found !== 'nothing') break;
`,
    },
  ],
  fails: ['polling: each line is acknowledged when it arrives'],
});
