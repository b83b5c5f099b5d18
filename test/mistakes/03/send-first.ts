import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L03-B13',
  edits: [
    { file: 'client.ts', find: '    readable.add(conn);\n', replace: '    if (inputEnded) readable.add(conn);\n' },
  ],
  fails: ['client: prints the echo of its standard input'],
});
