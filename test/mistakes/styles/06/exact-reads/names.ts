import { style } from '#lesson';

export default style({
  edits: [
    {
      file: 'names.ts',
      find: `  if (name === '' || name === '.' || name === '..') return 'that is not the name of a file';
  if (name.includes('/')) return 'a name here has no slash in it';
  if (name.includes('\\0')) return 'a name has no zero byte in it';
  if (Buffer.byteLength(name) > 255) return 'a name has at most 255 bytes';`,
      replace: `  if (/^\\.{0,2}$/.test(name)) return 'no file has that name';
  if (/[\\/\\0]/.test(name)) return 'a slash or a zero byte in a name';
  if (new TextEncoder().encode(name).length >= 256) return 'too long for a name';`,
    },
  ],
});
