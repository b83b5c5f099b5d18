import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'body.ts',
      find: `    const [, digits] = CHUNK.exec(line) ?? [];
    if (digits === undefined) throw new Refusal(400, 'no chunk size');
    const size = Number.parseInt(digits, 16);`,
      replace: `    const size = Number.parseInt(line, 16) || 0;`,
    },
  ],
  fails: ['requests with a body are read or refused as the RFCs say'],
});
