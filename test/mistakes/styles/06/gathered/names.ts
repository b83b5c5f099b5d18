import { style } from '#lesson';

export default style({
  edits: [
    {
      file: 'names.ts',
      find: `  if (name === '' || name === '.' || name === '..') return 'that is not the name of a file';
  if (name.includes('/')) return 'a name here has no slash in it';
  if (name.includes('\\0')) return 'a name has no zero byte in it';
  if (Buffer.byteLength(name) > 255) return 'a name has at most 255 bytes';`,
      replace: `  const bytes = Buffer.from(name);
  const wrong = bytes.find((byte) => byte === 0x2f || byte === 0);
  if (wrong !== undefined) return \`a name has no byte \${wrong} in it\`;
  if (bytes.length < 1 || bytes.length > 255) return \`a name has 1 to 255 bytes, not \${bytes.length}\`;
  if (bytes.every((byte) => byte === 0x2e) && bytes.length < 3) return 'that is a folder';`,
    },
  ],
});
