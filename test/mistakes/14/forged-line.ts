import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'log.ts',
      find: '${level} ${printable(text)}\\n`',
      replace: '${level} ${text}\\n`',
    },
    {
      file: 'log.ts',
      find: 'const printable =',
      replace: 'export const printable =',
    },
  ],
  fails: ['leaves out what is less important, and lets no text make a line'],
});
