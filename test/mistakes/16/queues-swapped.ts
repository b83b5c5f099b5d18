import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'rows.ts',
      find: `const [unacknowledged = '', unread = '']`,
      replace: `const [unread = '', unacknowledged = '']`,
    },
  ],
  fails: ['addresses, ports, states and queues of a table of IPv4'],
});
