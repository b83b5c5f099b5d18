import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sigio.ts',
      find: `  for (;;) {
    const found = receive(sender);
    if (found !== 'lines') return found === 'nothing';
  }`,
      replace: `  return receive(sender) !== 'end';`,
    },
  ],
  fails: ['signals: one signal stands for many arrivals'],
});
