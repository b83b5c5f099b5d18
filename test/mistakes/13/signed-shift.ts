import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'codec.ts', find: '(crc >>> 8);', replace: '(crc >> 8);' }],
  fails: ['the CRC32 is that of zlib'],
});
