import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'signals.ts',
      find: '    return notes;',
      replace: '    return notes.filter(({ signum }, i) => notes.findIndex((n) => n.signum === signum) === i);',
    },
  ],
  fails: ['sees each of several signals that come together'],
});
