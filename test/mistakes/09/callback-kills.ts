import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `    const what = isSystemError(error)`,
      replace: `    if (isSystemError(error)) throw error;
    const what = isSystemError(error)`,
    },
  ],
  fails: ['clients that reset end their own connection only'],
  also: [
    'the server serves many clients',
    'a client that reads late gets all bytes, also after its half-close, and memory stays bounded',
  ],
});
