import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'lines.ts', find: `(byte >= SP && byte !== DEL) || byte === HTAB`, replace: `byte !== CR && byte !== LF` },
  ],
  fails: ['only CR LF ends a line, and control characters are refused'],
});
