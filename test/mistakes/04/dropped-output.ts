import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'level.ts',
      find: `    if (taken < bytes.length) client.pending = Buffer.from(bytes.subarray(taken));
    else client.pending = EMPTY;
`,
      replace: `    void taken;
`,
    },
  ],
  fails: [
    'level: loses nothing of a client that reads late',
    'level: asks for EPOLLOUT only while there is something to write',
  ],
  also: ['level: survives clients that reset'],
});
