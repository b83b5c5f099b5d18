import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'designs.ts',
      find: `  drain(server);
  close(server);
  drain(client);
`,
      replace: `  drain(server);
  drain(client);
`,
    },
  ],
  fails: ['the client closes first: the server keeps nothing'],
});
