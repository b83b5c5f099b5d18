import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `        if (!isSystemError(error, 'EPIPE')) throw error;
        this.#replace(worker);`,
      replace: `        log(String(error));
        this.#replace(worker);`,
    },
    {
      file: 'parent.ts',
      find: `      if (!isSystemError(error) || !['fork', 'socketpair'].includes(error.syscall)) throw error;
      log(\`no new worker: \${error.message}\`);`,
      replace: `      log(\`no new worker: \${String(error)}\`);`,
    },
  ],
  fails: ['an error that no step names ends the process that it happens in'],
});
