import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'rows.ts', find: 'addressText(bytes.swap32())', replace: 'addressText(bytes)' }],
  fails: ['addresses, ports, states and queues of a table of IPv4'],
});
