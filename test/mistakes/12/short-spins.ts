import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'file-body.ts', find: `      if (n === 0) return 'short';`, replace: `      if (n === 0) return 'more';` },
  ],
  fails: ['a file that shrinks ends the connection where bytes are missing'],
});
