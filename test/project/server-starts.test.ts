import { basename, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { referenceFile } from '../../src/course/files/reference.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';

const ECHOES = [
  '02-fork-per-connection/server.ts',
  '03-select-timeouts/server.ts',
  '04-epoll/level.ts',
  '04-epoll/edge.ts',
  '09-reactor/echo.ts',
];
const FILES = ['06-train-protocol/server.ts', '07-process-pool/server.ts', '08-thread-pool/server.ts'];
test.each([...ECHOES, ...FILES])('%s has its handlers when it says that it listens', async (file) => {
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
