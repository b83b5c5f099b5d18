/** Runs Node with the arguments in LAB_INSIDE in a network of its own; started by `inOwnNetwork`. */
import process from 'node:process';
import { ownNetwork } from '#program';
import { _exit, execve, fork, isSystemError, waitpid } from '#sys';
import { FORBIDDEN } from './forbidden.ts';

const EXIT_FAILURE = 1;

function inside(): never {
  const { LAB_INSIDE = '[]', ...env } = process.env as Record<string, string>;
  const args = JSON.parse(LAB_INSIDE) as string[];
  return execve(process.execPath, [process.execPath, ...args], { ...env, LAB_OWN_NETWORK: '1' });
}

// Namespaces are for processes with one thread: Node's other threads are not in the child.
const child = fork();
if (child === 0) {
  try {
    ownNetwork();
  } catch (error) {
    if (!isSystemError(error)) process.stderr.write(`${String(error)}\n`);
    _exit(isSystemError(error) ? FORBIDDEN : EXIT_FAILURE);
  }
  inside();
}
process.exit(waitpid(child)?.exitCode ?? EXIT_FAILURE);
