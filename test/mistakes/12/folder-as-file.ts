import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'files.ts',
      find: `    return isFile ? { status: 200, type, body: contents(fd, size) } : plain(404);`,
      replace: `    return { status: 200, type, body: contents(fd, size) };`,
    },
  ],
  fails: ['nothing outside the folder, no folder and no FIFO is sent, and a FIFO stops nothing'],
});
