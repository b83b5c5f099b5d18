import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'request.ts',
      find: `  return bytes.toString('latin1', begin, end);`,
      replace: `  return bytes.toString('latin1', begin, end).trim();`,
    },
  ],
  fails: ['requests with a body are read or refused as the RFCs say'],
});
