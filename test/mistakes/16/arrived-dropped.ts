import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'designs.ts',
      find: `  const got = readUntilReset(client);
  close(client);
  return got;`,
      replace: `  void readUntilReset;
  close(client);
  return 0;`,
    },
  ],
  fails: ['a reset leaves no TIME_WAIT, and loses a part of every answer'],
});
