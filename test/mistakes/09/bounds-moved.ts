import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'resp-parser.ts',
      find: `if (length > MAX_BULK)`,
      replace: `if (length >= MAX_BULK)`,
    },
  ],
  fails: ['RESP requests may be pipelined or cut anywhere, and are limited in size'],
});
