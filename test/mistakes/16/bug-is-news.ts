import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'guard.ts',
      find: `    if (!isSystemError(failed)) throw failed;
    return failed.code;`,
      replace: '    return isSystemError(failed) ? failed.code : String(failed);',
    },
  ],
  fails: ['the news are those of the read: nothing, data, the end, or its error'],
});
