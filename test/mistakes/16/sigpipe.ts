import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'situations.ts', find: 'send(ours, HELLO, MSG_NOSIGNAL)', replace: 'send(ours, HELLO)' },
    {
      file: 'situations.ts',
      find: `  MSG_NOSIGNAL,
`,
      replace: '',
    },
  ],
  fails: ['after a FIN: the first write goes out, the second one fails'],
  also: [
    'after a reset: each error is reported once',
    'a close with bytes unread is a reset, and what had arrived can be read',
    'after shutdown of this end',
  ],
});
