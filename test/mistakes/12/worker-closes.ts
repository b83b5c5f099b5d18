import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `      connections.delete(id);
`,
      replace: `      connections.delete(id);
      close(fds.get(id) ?? -1);
`,
    },
    {
      file: 'worker.ts',
      find: `  const ownerOf = `,
      replace: `  const fds = new Map<number, number>();
  const ownerOf = `,
    },
    {
      file: 'worker.ts',
      find: `    connections.set(id, connection);
`,
      replace: `    connections.set(id, connection);
    fds.set(id, fd);
`,
    },
    { file: 'worker.ts', find: `import { gettid } from '#sys';`, replace: `import { close, gettid } from '#sys';` },
  ],
  fails: ['reactor and proactor send the same bytes as the loop alone'],
});
