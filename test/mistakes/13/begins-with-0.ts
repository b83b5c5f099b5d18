import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'codec.ts', find: 'let crc = 0xffffffff;', replace: 'let crc = 0;' }],
  fails: ['the CRC32 is that of zlib'],
});
