import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'upload.ts',
      find: `this.#draft = \`\${folder}/.\${getpid()}-\${++uploads}.draft\`;`,
      replace: `this.#draft = \`\${folder}/\${name}\`;
    getpid();
    uploads++;`,
    },
    {
      file: 'upload.ts',
      find: `O_CREAT | O_EXCL | O_CLOEXEC`,
      replace: `O_CREAT | (O_EXCL & 0) | O_CLOEXEC`,
    },
  ],
  fails: ['upload: shows the old file until the new one is complete'],
  also: [
    'upload: keeps the old file when a client ends its direction in the middle',
    'upload: keeps the old file when a client resets its connection in the middle',
    'upload: leaves no draft when the server stops, or the disk is full',
  ],
});
