import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'listener.ts', find: 'boundTo(port, SO_REUSEADDR) :', replace: 'boundTo(port, SO_REUSEPORT) :' },
    {
      file: 'listener.ts',
      find: `  SO_REUSEADDR,
`,
      replace: '',
    },
  ],
  fails: ['the port is this service’s alone, and free for the next one at once'],
});
