import { expect, test } from 'vitest';
import { ioUringProblem } from '#sys';
import { installed } from '../../support/installed.ts';
import { fixtureResult } from '../fixture.ts';

/** Runs the command after it under a seccomp filter that answers io_uring_setup (425) with EPERM. */
const FORBIDDING = `
import ctypes, os, struct, sys
code = b''.join(struct.pack('HBBI', *each) for each in [(0x20, 0, 0, 0), (0x15, 0, 1, 425), (6, 0, 0, 0x50001), (6, 0, 0, 0x7fff0000)])
kept = ctypes.create_string_buffer(code)
program = ctypes.create_string_buffer(struct.pack('HxxxxxxQ', 4, ctypes.addressof(kept)))
libc = ctypes.CDLL(None)
if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, program): sys.exit('no seccomp')
os.execv(sys.argv[1], sys.argv[1:])
`;

test.skipIf(!installed('python3', 'io_uring under a seccomp filter'))('a seccomp filter is named as such', async () => {
  const under = ['python3', '-c', FORBIDDING];
  expect(await fixtureResult('rings', { args: ['problem'], under })).toEqual({
    problem: 'io_uring is forbidden by a seccomp filter, as in many containers (EPERM)',
    setup: 'EPERM',
  });
});

test('where a ring can be made there is no problem', async () => {
  const { setup, problem } = await fixtureResult<{ setup: unknown; problem: string | null }>('rings', {
    args: ['problem'],
  });
  expect(typeof setup === 'object').toBe(problem === null);
  expect(problem).toBe(ioUringProblem());
});
