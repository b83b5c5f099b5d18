import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'files.ts', find: `O_RDONLY | O_NONBLOCK | O_CLOEXEC, RESOLVE`, replace: `O_RDONLY | O_CLOEXEC, RESOLVE` },
  ],
  fails: ['nothing outside the folder, no folder and no FIFO is sent, and a FIFO stops nothing'],
});
