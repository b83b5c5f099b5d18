import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'designs.ts',
      find: `const got = readUntilReset(client);`,
      replace: `void readUntilReset;
  const got = drain(client);`,
    },
  ],
  fails: ['a reset leaves no TIME_WAIT, and loses a part of every answer'],
});
