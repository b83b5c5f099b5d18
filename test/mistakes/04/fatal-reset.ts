import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'level.ts',
      find: `      if (!isSystemError(error)) throw error;
      log(\`lost \${show(client.peer)}: \${error.message}\`);
      this.#drop(client);
`,
      replace: `      log(\`lost \${show(client.peer)}: \${isSystemError(error)}\`);
      throw error;
`,
    },
  ],
  fails: ['level: survives clients that reset'],
});
