import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'designs.ts',
      find: `  drain(client);
  close(client);
  return got;`,
      replace: `  drain(client);
  return got;`,
    },
  ],
  fails: ['the client closes first: the server keeps nothing'],
});
