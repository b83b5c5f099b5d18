import { style } from '#lesson';

export default style({
  edits: [
    {
      file: 'sheet.ts',
      find: `  switch (situation) {
    case 'fin':
      return ['5 bytes', 'EPIPE', '0 bytes'];
    case 'half':
      return ['0 bytes', '5 bytes', '5 bytes'];
    case 'reset-write':
      return ['ECONNRESET', 'EPIPE', '0 bytes'];
    case 'reset-read':
      return ['ECONNRESET', '0 bytes', 'EPIPE'];
    case 'unread':
      return ['5 bytes', 'ECONNRESET', '0 bytes', 'EPIPE'];
    case 'late':
      return ['5 bytes', '5 bytes', '0 bytes', 'EPIPE'];
    case 'no-write':
      return ['EPIPE', 'waits'];
    case 'no-read':
      return ['0 bytes', '5 bytes'];
    case 'copy-close':
      return ['waits', '5 bytes'];
    case 'copy-shutdown':
      return ['0 bytes', '5 bytes'];
    default:
      return [];
  }
`,
      replace: `  const all: Readonly<Record<string, readonly Outcome[]>> = {
    'fin': ['5 bytes', 'EPIPE', '0 bytes'],
    'half': ['0 bytes', '5 bytes', '5 bytes'],
    'reset-write': ['ECONNRESET', 'EPIPE', '0 bytes'],
    'reset-read': ['ECONNRESET', '0 bytes', 'EPIPE'],
    'unread': ['5 bytes', 'ECONNRESET', '0 bytes', 'EPIPE'],
    'late': ['5 bytes', '5 bytes', '0 bytes', 'EPIPE'],
    'no-write': ['EPIPE', 'waits'],
    'no-read': ['0 bytes', '5 bytes'],
    'copy-close': ['waits', '5 bytes'],
    'copy-shutdown': ['0 bytes', '5 bytes'],
  };
  return all[situation] ?? [];
`,
    },
  ],
});
