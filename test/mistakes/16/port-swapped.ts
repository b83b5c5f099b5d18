import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'rows.ts',
      find: 'port: Number.parseInt(port, 16)',
      replace: `port: Buffer.from(port, 'hex').swap16().readUInt16BE()`,
    },
  ],
  fails: ['addresses, ports, states and queues of a table of IPv4'],
});
