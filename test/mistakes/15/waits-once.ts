import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'blocking.ts',
      find: '  for (const _ of senders) waitpid(-1);',
      replace: '  waitpid(-1);',
    },
  ],
  fails: ['blocking: each sender sees its own end, and no child is left'],
});
