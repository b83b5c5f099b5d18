import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'train.ts',
      find: `  for (let done = 0; done < length; ) {
    const n = retryOnEintr(() => write(conn, bytes.subarray(done), length - done));
    if (n === null) throw new TrainError('the peer takes nothing any more');
    done += n;
  }
`,
      replace: `  const n = write(conn, bytes, length);
  if (n === null) throw new TrainError('the peer takes nothing any more');
`,
    },
  ],
  fails: ['sends a whole train when write takes only a few bytes at a time'],
});
