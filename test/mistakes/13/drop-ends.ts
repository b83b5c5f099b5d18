import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'packet-reader.ts',
      find: 'else this.dropped++;',
      replace: `else throw new BadPacket(\`a packet with a wrong CRC, \${this.dropped++}\`);`,
    },
    { file: 'packet-reader.ts', find: 'import { crc32,', replace: 'import { BadPacket, crc32,' },
  ],
  fails: ['a packet with a wrong CRC is dropped, and the next one is delivered'],
});
