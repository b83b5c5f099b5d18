import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'request.ts', find: `before === undefined ? value : \`\${before}, \${value}\``, replace: `value` }],
  fails: ['requests with a body are read or refused as the RFCs say'],
});
