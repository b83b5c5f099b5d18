import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'designs.ts',
      find: `linger(true, 0));
  close(server);
  const got`,
      replace: `linger(false, 0));
  close(server);
  const got`,
    },
  ],
  fails: ['a reset leaves no TIME_WAIT, and loses a part of every answer'],
});
