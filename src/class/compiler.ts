import { chmodSync, copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECT } from '../host/project.ts';

const COMPILER = join(PROJECT, 'node_modules', '@esbuild', `linux-${process.arch}`, 'bin', 'esbuild');

/**
 * A copy of the compiler beside a submission's lessons, for its cage alone: it may be executed and not be read, so that its process is not
 * dumpable and a program of the same user can neither trace it nor write to its memory. It makes the tests. ptrace(2)
 */
export function sealedCompiler(lessons: string): string {
  const copy = join(dirname(lessons), 'esbuild');
  copyFileSync(COMPILER, copy);
  chmodSync(copy, 0o111);
  return copy;
}
