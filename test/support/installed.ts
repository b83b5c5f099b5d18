import { onPath } from '../../src/kit/on-path.ts';

/** Whether a program that tests need is installed; without it, says which of them are skipped. */
export function installed(program: string, tests: string): boolean {
  if (onPath(program)) return true;
  process.stderr.write(`${tests}: skipped, ${program} is not installed\n`);
  return false;
}
