import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'client.ts', find: '    readable.add(conn);\n', replace: '    if (inputEnded) readable.add(conn);\n' },
  ],
  fails: ['client: prints the echo of its standard input'],
});
