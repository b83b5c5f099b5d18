import { expect, test } from 'vitest';
import { setproctitle } from '#sys';
import { fixtureResult } from '../fixture.ts';

test('setproctitle shows in /proc/PID/cmdline and comm, of a forked child apart from its parent', async () => {
  const result = await fixtureResult('title');
  expect(result).toMatchObject({
    parent: { returned: 'lab: master', cmdline: 'lab: master', comm: 'lab: master' },
    children: {
      child: { inherited: 'lab: master', cmdline: 'lab: worker 1 of 4', comm: 'lab: worker 1 o' },
      'not cut within a character': { cmdline: 'fourteen bytesé', comm: 'fourteen bytes' },
    },
    after: 'lab: master',
  });
});

test('setproctitle cuts a title to the room of the arguments, and returns what is left', async () => {
  const result = await fixtureResult<{ children: { long: object } }>('title');
  expect(result.children.long).toEqual({ length: 0, same: true, comm: 'long long long' });
});

test('setproctitle checks its title', () => {
  expect(() => setproctitle('nul\0inside')).toThrow(/^title must be a string without NUL bytes/);
});
