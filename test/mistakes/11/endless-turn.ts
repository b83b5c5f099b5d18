import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'copy.ts',
      find: 'for (let turn = 0; turn < TURN && part.sent < part.size; turn += buffer.length)',
      replace: 'while (part.sent < part.size)',
    },
  ],
  fails: ['copy: loses no byte of a client that reads late'],
});
