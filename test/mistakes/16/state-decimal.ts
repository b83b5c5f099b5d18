import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'rows.ts',
      find: 'TCP_STATES[Number.parseInt(state, 16)]',
      replace: 'TCP_STATES[Number.parseInt(state, 10)]',
    },
  ],
  fails: ['addresses, ports, states and queues of a table of IPv4'],
});
