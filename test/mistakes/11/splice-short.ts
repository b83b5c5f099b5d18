import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'spliced.ts',
      find: `    pipe.holds -= n;
    part.sent += n;`,
      replace: `    part.sent += pipe.holds;
    pipe.holds = 0;`,
    },
  ],
  fails: ['splice: loses no byte when a call transfers only a part'],
  also: ['splice: loses no byte of a client that reads late'],
});
