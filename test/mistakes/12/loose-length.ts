import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'body.ts',
      find: `  if (!/^\\d+$/.test(text)) throw new Refusal(400, \`length \${text}\`);
  if (Number(text) > MAX_BODY) throw new Refusal(413, \`a body of \${text} bytes\`);
  return Number(text);`,
      replace: `  const length = Number.parseInt(text, 10) || 0;
  if (length > MAX_BODY) throw new Refusal(413, \`a body of \${text} bytes\`);
  return Math.max(0, length);`,
    },
  ],
  fails: ['requests with a body are read or refused as the RFCs say'],
});
