import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'rows.ts', find: 'port: Number.parseInt(port, 16)', replace: 'port: Number.parseInt(port, 10)' }],
  fails: ['addresses, ports, states and queues of a table of IPv4'],
});
