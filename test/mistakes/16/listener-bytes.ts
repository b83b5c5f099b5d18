import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'words.ts',
      find: `  if (row.state === 'LISTEN') return [\`\${row.unread} waiting\`];
`,
      replace: '',
    },
  ],
  fails: ['a listener has connections that wait, and CLOSE_WAIT says which half is missing'],
  also: ['sockets of this machine: both ends of each connection, of both families'],
});
