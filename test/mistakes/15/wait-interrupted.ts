import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sigio.ts',
      find: 'retryOnEintr(() => sigwaitinfo([SIGIO]));',
      replace: 'sigwaitinfo([SIGIO]);',
    },
    {
      file: 'sigio.ts',
      find: `  retryOnEintr,
`,
      replace: '',
    },
  ],
  fails: ['signals: one signal stands for many arrivals'],
  also: ['signals: a sender that ends or resets ends alone'],
});
