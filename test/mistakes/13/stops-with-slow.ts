import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'outbox.ts',
      find: `      if (taken === null) break;
`,
      replace: `      if (taken === null) {
        poll([{ fd: this.#channel.fd, events: POLLOUT }], -1);
        continue;
      }
`,
    },
    {
      file: 'outbox.ts',
      find: 'import { MSG_NOSIGNAL, send }',
      replace: 'import { MSG_NOSIGNAL, POLLOUT, poll, send }',
    },
  ],
  fails: ['a reader that is slow gets every byte, and the sender sleeps meanwhile'],
});
