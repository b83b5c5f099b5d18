import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'ring.ts',
      find: 'if ((flags & IORING_CQE_F_MORE) === 0) this.underWay--;',
      replace: 'this.underWay--;',
    },
    {
      file: 'ring.ts',
      find: `  IORING_CQE_F_MORE,
`,
      replace: '',
    },
  ],
  fails: ['proactor: sends back the bytes that it receives'],
});
