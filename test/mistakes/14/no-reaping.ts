import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pool.ts',
      find: `    for (let child = waitpid(-1, options); child !== null; child = waitpid(-1, options)) {
      this`,
      replace: `    for (const [pid] of this.#members) {
      if (isAlive(pid)) continue;
      const child: WaitResult = { pid, exitCode: null, termSignal: SIGTERM, stopSignal: null, continued: false };
      this`,
    },
    {
      file: 'pool.ts',
      find: `    const options = WNOHANG | WUNTRACED | WCONTINUED;
`,
      replace: '',
    },
    {
      file: 'pool.ts',
      find: `  WCONTINUED,
  WNOHANG,
  WUNTRACED,
  waitpid,
`,
      replace: '',
    },
    {
      file: 'pool.ts',
      find: 'interface Member {',
      replace: `const isAlive = (pid: number): boolean => !/\\) Z/.test(readFileSync(\`/proc/\${pid}/stat\`, 'latin1'));

interface Member {`,
    },
    {
      file: 'pool.ts',
      find: 'import type { Log }',
      replace: `import { readFileSync } from 'node:fs';
import type { Log }`,
    },
  ],
  fails: ['reaps a worker that is killed, and replaces it'],
});
