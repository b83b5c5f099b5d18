import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: 'if (packets > limits.packets || bytes > limits.bytes) {',
      replace: 'if (packets > Math.min(limits.packets, 20) || bytes > limits.bytes) {',
    },
  ],
  fails: ['a reader that is slow gets every byte, and the sender sleeps meanwhile'],
});
