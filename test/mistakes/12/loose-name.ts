import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'request.ts',
      find: `    if (colon === from || bytes[colon] !== COLON) throw new Refusal(400, 'no field');
    const name = KNOWN`,
      replace: `    if (isBlank(bytes[from]) || isBlank(bytes[colon])) throw new Refusal(400, 'no field');
    if (bytes[colon] !== COLON) return;
    const name = KNOWN`,
    },
  ],
  fails: ['requests without a body are read or refused as the RFCs say'],
});
