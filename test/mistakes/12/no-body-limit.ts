import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'body.ts',
      find: `    if (size + this.content.length > MAX_BODY) throw`,
      replace: `    if (size > MAX_BODY) throw`,
    },
  ],
  fails: ['a body is bounded'],
});
