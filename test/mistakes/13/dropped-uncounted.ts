import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'packet-reader.ts',
      find: `    else this.dropped++;
`,
      replace: '',
    },
  ],
  fails: ['SIGTERM: the jobs that run are answered, and no slot that rests is waited for'],
});
