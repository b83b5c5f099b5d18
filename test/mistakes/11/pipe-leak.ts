import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pipes.ts',
      find: `    else for (const end of [this.readEnd, this.writeEnd]) close(end);
`,
      replace: `    else if (this.holds < 0) for (const end of [this.readEnd, this.writeEnd]) close(end);
`,
    },
  ],
  fails: ['splice: uses no pipe again that a client left bytes in, and leaks none'],
});
