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
  fails: ['level: loses no bytes of a client that reads late', 'level: asks for EPOLLOUT only while bytes are pending'],
  also: ['level: survives clients that reset'],
});
