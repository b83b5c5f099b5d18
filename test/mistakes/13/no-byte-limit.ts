import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: 'if (packets > limits.packets || bytes > limits.bytes) {',
      replace: 'if (packets > limits.packets) {',
    },
  ],
  fails: ['large packets are bounded by their bytes, and others are served meanwhile'],
});
