import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `retryOnEintr(() => waitpid(dead.pid))`,
      replace: `waitpid(dead.pid)`,
    },
  ],
  fails: ['an idle worker dies: it is reaped and replaced'],
});
