import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `  if (size.length !== 8) throw new TrainError('the size is not 8 bytes long');
`,
      replace: ``,
    },
    {
      file: 'client.ts',
      find: `sum.length !== 4 || sum.readUInt32BE() !== crc`,
      replace: `sum.readUInt32BE() !== crc`,
    },
  ],
  fails: ['client: keeps the old file when the new one has a size or a checksum with too many or too few bytes'],
});
