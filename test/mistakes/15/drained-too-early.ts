import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sigio.ts',
      find: `  for (const { fd } of senders) makeAsync(fd);
  let open = senders.filter(drain);
`,
      replace: `  for (const { fd } of senders) fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  let open = senders.filter(drain);
  for (const { fd } of open) makeAsync(fd);
`,
    },
  ],
  fails: ['signals: a line at any moment of the start is neither lost nor fatal'],
});
