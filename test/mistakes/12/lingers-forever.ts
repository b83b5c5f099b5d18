import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    const limits = { head, body, idle, sending: idle, lingering: linger };`,
      replace: `    const limits = { head, body, idle, sending: idle };`,
    },
  ],
  fails: ['a client that takes nothing, or does not end, is not waited for without end'],
});
