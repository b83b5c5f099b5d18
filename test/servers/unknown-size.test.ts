import { expect, test } from 'vitest';
import { referenceFile } from '../../src/course/files/reference.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';
import { Peer } from '../../src/kit/peer.ts';
import { FILE_SERVERS } from '../support/reference-servers.ts';
import { ask } from '../support/train-answers.ts';

/** /proc/self/status has the size 0 for fstat, and contents for read. proc(5) */
test.each(FILE_SERVERS)('%s refuses a file of unknown size, and goes on', async (path) => {
  const [lesson = '', file = ''] = path.split('/');
  const server = await ObservedProgram.start(referenceFile(lesson, file), { args: ['--dir', '/proc/self'] });
  try {
    const client = await Peer.connect(server);
    for (let i = 0; i < 2; i++) expect((await ask(client, 'status')).refusal).toMatch(/size/);
    client.close();
  } finally {
    await server.end();
  }
});
