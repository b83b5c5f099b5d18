import { basename, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { referenceFile } from '../../src/course/files/reference.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';
import { ECHO_SERVERS, FILE_SERVERS } from '../support/reference-servers.ts';

test.each([...ECHO_SERVERS, ...FILE_SERVERS])('%s has its handlers when it says that it listens', async (file) => {
  for (let i = 0; i < 3; i++) {
    const server = await ObservedProgram.launch(referenceFile(dirname(file), basename(file)), {
      args: ['--port', '0'],
    });
    try {
      await server.waitFor('its word', () => server.output.out.includes('listening'));
      server.signal('SIGTERM');
      expect((await server.exit()).code).toBe(0);
    } finally {
      await server.end();
    }
  }
});
