import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'opening.ts',
      find: `  const listener = boundSocket();
  listen(listener, 1);
  return {`,
      replace: `  const listener = boundSocket();
  return {`,
    },
  ],
  fails: ['LISTEN, and then nothing is left of it'],
});
