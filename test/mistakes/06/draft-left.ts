import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    discard(draft);
    throw error;
`,
      replace: `    if (draft === "") discard(draft);
    throw error;
`,
    },
  ],
  fails: ['client: keeps the old file when the new one breaks off in the middle of a car'],
  also: [
    'client: keeps the old file when the new one breaks off between two cars',
    'client: keeps the old file when the new one is one byte shorter than announced',
    'client: keeps the old file when the new one is one byte longer than announced',
    'client: keeps the old file when the new one does not fit its checksum',
    'client: hangs up on an engine that announces more than a car holds',
  ],
});
