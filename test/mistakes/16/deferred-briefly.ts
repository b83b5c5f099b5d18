import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'opening.ts',
      find: `TCP_DEFER_ACCEPT, 60)`,
      replace: `TCP_DEFER_ACCEPT, 1)`,
    },
  ],
  fails: ['SYN_RECV at the server, while its client is in ESTABLISHED'],
});
