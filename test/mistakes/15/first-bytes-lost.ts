import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sigio.ts',
      find: 'let open = senders.filter(drain);',
      replace: 'let open = [...senders];',
    },
  ],
  fails: ['signals: bytes that were there before O_ASYNC are read'],
});
