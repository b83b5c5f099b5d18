import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sigio.ts',
      find: `    open = open.filter(drain);
`,
      replace: `    const first = open.find((sender) => receive(sender) !== 'nothing');
    if (first !== undefined && !drain(first)) open = open.filter((sender) => sender !== first);
`,
    },
  ],
  fails: ['signals: one signal stands for many arrivals'],
});
