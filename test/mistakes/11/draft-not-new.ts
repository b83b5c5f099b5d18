import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'upload.ts',
      find: 'O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC',
      replace: 'O_WRONLY | O_CREAT | O_CLOEXEC',
    },
  ],
  fails: ['upload: the name of a folder, the draft of an earlier run, a draft that has gone'],
});
