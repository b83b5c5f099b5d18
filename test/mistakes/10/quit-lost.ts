import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'loop-thread.ts',
      find: '  const channel = TaskQueue',
      replace: `  eventfdRead(data.queue.wake);
  const channel = TaskQueue`,
    },
    {
      file: 'loop-thread.ts',
      find: 'import type { BankShare }',
      replace: `import { eventfdRead } from '#sys';
import type { BankShare }`,
    },
  ],
  fails: ['a QUIT that comes before the loop runs is not lost'],
});
