import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'client.ts', find: `sum.readUInt32BE() !== crc`, replace: `sum.readUInt32BE() < 0` }],
  fails: ['client: keeps the old file when the new one does not fit its checksum'],
});
