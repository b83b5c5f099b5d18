import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sigio.ts',
      find: `    open = open.filter(drain);
`,
      replace: `    open.filter(drain);
`,
    },
    {
      file: 'sigio.ts',
      find: 'let open = senders',
      replace: 'const open = senders',
    },
  ],
  fails: ['signals: a sender that ends or resets ends alone'],
});
