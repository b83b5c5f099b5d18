import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L09-B23',
  edits: [
    {
      file: 'resp-parser.ts',
      find: `    if (count > MAX_ARGUMENTS) throw new ProtocolError('invalid multibulk length');
`,
      replace: ``,
    },
    {
      file: 'resp-parser.ts',
      find: `      if (length > MAX_BULK) throw new ProtocolError('invalid bulk length');
`,
      replace: ``,
    },
  ],
  fails: ['RESP: pipelined, cut anywhere, and bounded'],
});
