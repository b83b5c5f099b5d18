import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'codec.ts',
      find: `  packet.writeUInt32BE(crc32(body), 4);
  packet.set(body, HEADER);`,
      replace: `  packet.set(body, HEADER);
  packet.writeUInt32BE(0, 4);
  packet.writeUInt32BE(crc32(packet), 4);`,
    },
  ],
  fails: ['a packet is a header of eight bytes in network order, then the body'],
});
