import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'names.ts',
      find: `Buffer.byteLength(name) > 255`,
      replace: `name.length > 255`,
    },
  ],
  fails: ['client: asks for plain names only'],
});
