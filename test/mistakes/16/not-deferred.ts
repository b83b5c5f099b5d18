import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'opening.ts',
      find: `  setsockopt(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, 60);
`,
      replace: '',
    },
  ],
  fails: ['SYN_RECV at the server, while its client is in ESTABLISHED'],
});
