import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'codec.ts',
      find: 'packet.writeUInt16BE(packet.length, 0);',
      replace: 'packet.writeUInt16LE(packet.length, 0);',
    },
  ],
  fails: ['a packet is a header of eight bytes in network order, then the body'],
});
