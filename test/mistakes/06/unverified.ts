import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L06-B19',
  edits: [{ file: 'client.ts', find: `sum.readUInt32BE() !== crc`, replace: `sum.readUInt32BE() < 0` }],
  fails: ['client: keeps the old file when the new one does not fit its checksum'],
});
