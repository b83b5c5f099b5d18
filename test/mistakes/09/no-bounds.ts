import { mistake } from '#lesson';

export default mistake({
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
  fails: ['RESP requests may be pipelined or cut anywhere, and are limited in size'],
});
