import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'files.ts',
      find: 'if (isFile && size > SMALL)',
      replace: 'if (size > SMALL)',
    },
  ],
  fails: ['nothing outside the folder, no folder and no FIFO is sent, and a FIFO stops nothing'],
});
