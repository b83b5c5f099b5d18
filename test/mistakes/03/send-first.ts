import { mistake } from '../../../src/lab/mistakes.ts';

export default mistake({
  id: 'L03-B13',
  edits: [
    {
      file: 'client.ts',
      find: `    if (pending.length > 0) writable.add(conn);
    else if`,
      replace: `    if (pending.length > 0) {
      writable.add(conn);
      readable.delete(conn);
    } else if`,
    },
  ],
  fails: ['client: reads while the server takes nothing'],
});
