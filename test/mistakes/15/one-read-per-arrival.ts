import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'realtime.ts',
      find: '|| drain(sender)',
      replace: `|| receive(sender) !== 'end'`,
    },
    {
      file: 'realtime.ts',
      find: 'import { model }',
      replace: `import { receive } from './receive.ts';
import { model }`,
    },
  ],
  fails: ['real-time signals: each line is acknowledged when it arrives'],
});
