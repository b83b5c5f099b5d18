import { checkInt, wrong } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { check } from '../core/result.ts';

const cSetaffinity = bind('int sched_setaffinity(int pid, size_t cpusetsize, const void *mask)');
const cGetaffinity = bind('int sched_getaffinity(int pid, size_t cpusetsize, void *mask)');

/** Room for as many CPUs as Linux can be built for; the kernel refuses a set that is smaller than its own. */
const CPUS = 8192;

/**
 * `int sched_setaffinity(pid_t pid, size_t cpusetsize, const cpu_set_t *mask)`
 *
 * Restricts a thread to some CPUs, by their numbers from 0 on; `pid` is a thread id, 0 this thread. Children and threads that it starts
 * later inherit the set; Node's other threads keep theirs. Throws EINVAL when none of the CPUs may be used, ESRCH, EPERM for a
 * thread of another user. sched_setaffinity(2)
 */
export function schedSetaffinity(pid: number, cpus: readonly number[]): void {
  checkInt(pid, 'pid', 0);
  if (!Array.isArray(cpus)) wrong('cpus', cpus, 'an array of CPU numbers');
  const mask = Buffer.alloc(CPUS / 8);
  for (const cpu of cpus) {
    checkInt(cpu, 'cpus', 0, CPUS - 1);
    mask[cpu >> 3] = (mask[cpu >> 3] as number) | (1 << (cpu & 7));
  }
  check(cSetaffinity(pid, mask.length, mask), 'sched_setaffinity');
}

/**
 * `int sched_getaffinity(pid_t pid, size_t cpusetsize, cpu_set_t *mask)`
 *
 * Returns the numbers of the CPUs that a thread may run on; `pid` as above. Throws ESRCH. sched_setaffinity(2)
 */
export function schedGetaffinity(pid: number): number[] {
  checkInt(pid, 'pid', 0);
  const mask = Buffer.alloc(CPUS / 8);
  check(cGetaffinity(pid, mask.length, mask), 'sched_getaffinity');
  return Array.from({ length: CPUS }, (_, cpu) => cpu).filter((cpu) => ((mask[cpu >> 3] as number) >> (cpu & 7)) & 1);
}
