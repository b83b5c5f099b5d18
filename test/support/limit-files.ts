import { prlimit, RLIMIT_NOFILE } from '#sys';

/** From now on the process opens no descriptor of this number or above; those that it has open stay. */
export function limitFiles(pid: number, files: number): void {
  const { hard } = prlimit(pid, RLIMIT_NOFILE);
  prlimit(pid, RLIMIT_NOFILE, { soft: files, hard });
}
