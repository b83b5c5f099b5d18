import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'loop-thread.ts',
      find: `  TaskQueue.from(data.inbox).post(task(READY, { from: data.index }));
`,
      replace: '',
    },
  ],
  fails: ['reports when the last loop is ready, and joins all of them'],
});
