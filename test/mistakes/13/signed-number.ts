import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'codec.ts', find: 'crc: bytes.readUInt32BE(4)', replace: 'crc: bytes.readInt32BE(4)' }],
  fails: ['a packet is a header of eight bytes in network order, then the body'],
});
