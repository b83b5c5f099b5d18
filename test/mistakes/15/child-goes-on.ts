import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'blocking.ts',
      find: '      _exit(0);\n',
      replace: '',
    },
    { file: 'blocking.ts', find: 'import { _exit, close,', replace: 'import { close,' },
  ],
  fails: ['blocking: each sender sees its own end, and no child is left'],
});
