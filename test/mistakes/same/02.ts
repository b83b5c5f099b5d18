import type { SameProgram } from '../../../src/mutants/mutant.ts';

const ENDING = 'the program ends next, and nothing reads `writer` any more';

/** Changes of the reference that make no other program. */
const same: readonly SameProgram[] = [
  {
    step: '02.1',
    file: 'server.ts',
    line: '} catch (error) {',
    change: 'catch does nothing',
    why: 'after the catch the parent closes the connection all the same; only the log line differs',
  },
  {
    file: 'chat.ts',
    line: 'if (n === 0 || n === null) return;',
    change: 'n === 0 || n === null → n === 0',
    why: 'null means "would block", which a blocking descriptor never says',
  },
  {
    file: 'chat.ts',
    line: 'retryOnEintr(() => waitpid(pid));',
    change: 'retryOnEintr(() => waitpid(pid)); ↔ writer = null;',
    why: ENDING,
  },
  { file: 'chat.ts', line: 'writer = null;', change: 'without: writer = null;', why: ENDING },
];

export default same;
