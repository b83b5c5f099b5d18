import { F_SETFD } from '../constants.ts';
import { checkPath } from '../core/check.ts';
import { addressOf, bind, bindQuietly } from '../core/ffi.ts';
import { keep } from '../core/iovec.ts';
import { fail } from '../core/result.ts';

const cExecve = bind('int execve(const char *path, const void *argv, const void *envp)');
const cFcntl = bindQuietly('int fcntl(int fd, int cmd, int arg)');

/**
 * `int execve(const char *path, char *const argv[], char *const envp[])`
 *
 * Replaces the program of this process; descriptors without FD_CLOEXEC stay open. Returns only by throwing (ENOENT, EACCES, ENOEXEC…). execve(2)
 */
export function execve(path: string, argv: readonly string[], env: Readonly<Record<string, string>>): never {
  checkPath(path);
  const argvStrings = cStrings(argv, 'argv');
  const envStrings = cStrings(
    Object.entries(env ?? {}).map(([key, value]) => `${key}=${value}`),
    'env',
  );
  // Node marks the standard streams close-on-exec; a C program's are not.
  for (const fd of [0, 1, 2]) cFcntl(fd, F_SETFD, 0);
  return keep([argvStrings, envStrings], () => {
    cExecve(path, argvStrings.pointers, envStrings.pointers);
    return fail('execve');
  });
}

/** A NULL-terminated char*[] and the strings that it points to, which must stay alive with it. */
function cStrings(strings: readonly string[], name: string): { pointers: Buffer; texts: Buffer[] } {
  if (!Array.isArray(strings)) throw new TypeError(`${name} must be an array of strings`);
  const texts = strings.map((text, i) => {
    checkPath(text, `${name}[${i}]`);
    return Buffer.from(`${text}\0`);
  });
  const pointers = Buffer.alloc(8 * (texts.length + 1));
  for (const [i, text] of texts.entries()) pointers.writeBigUInt64LE(addressOf(text), 8 * i);
  return { pointers, texts };
}
