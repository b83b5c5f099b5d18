import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'persistence.ts',
      find: `return !names.includes('close') && (minor > 0 || names.includes('keep-alive'));`,
      replace: `return minor > 0 ? !names.includes('close') : names.includes('keep-alive');`,
    },
  ],
  fails: ['connections stay open or end as the version and the Connection field say'],
});
