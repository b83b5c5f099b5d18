/** All requests of the data files, on connections of the server. */
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { PROJECT } from '../../src/host/project.ts';
import { ended } from '../support/pool.ts';
import { answersIn } from './http.ts';
import { graded, KEEPS, SERVER } from './lesson.ts';
import { looksLike } from './looks.ts';
import { shown } from './machines.ts';
import { withSite } from './site.ts';
import { AFTER, readVectors } from './vectors.ts';

const HERE = join(PROJECT, 'test', 'lesson12');

graded(
  '12.5',
  3,
  'a refused request is the last one of its connection, and an accepted one leaves the next alone',
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await t.start(SERVER, { args: ['--dir', site.folder] });
      const vectors = ['heads.txt', 'bodies.txt', 'more.txt'].flatMap((file) => readVectors(join(HERE, file)));
      t.note(`${vectors.length} requests, each on a connection of its own, with GET /after behind it`);
      for (const vector of vectors) {
        const peer = await t.connect(server);
        const unfinished = vector.allowed.includes('MORE');
        await peer.send(unfinished ? vector.bytes : Buffer.concat([vector.bytes, AFTER]));
        peer.halfClose();
        await ended(server, peer, `the end of the connection, after ${shown(vector.bytes)}`);
        const heads = vector.bytes.toString('latin1').startsWith('HEAD') ? [0] : [];
        const seen = answersIn(peer.received, heads).answers.filter(({ status }) => status >= 200);
        const [first, second] = seen;
        const text = `${vector.name}: ${seen.map(({ status }) => status).join(', ') || 'no answer'}, then ${peer.ending}`;
        const problem = (expected: string, slug = looksLike(vector.name)) => ({
          expected: `${shown(vector.bytes)}: ${expected}`,
          saw: text,
          looksLike: slug,
        });
        const refused = first !== undefined && vector.allowed.includes(String(first.status));
        const accepted =
          vector.allowed.includes('OK') && first !== undefined && [200, 204, 404, 405].includes(first.status);
        if (unfinished) t.expect(first === undefined || first.status >= 400, problem('no answer but a refusal'));
        else t.expect(refused || accepted, problem(`${vector.allowed.join(' or ')}, by RFC ${vector.rfc}`));
        t.expect(peer.ending === 'eof', problem('an orderly end of the stream (FIN)', 'hard-close'));
        if (vector.allowed.includes('OK')) continue;
        t.expect(second === undefined, problem('nothing behind the refusal', 'refused-goes-on'));
        if (first !== undefined)
          t.expect(
            first.fields.get('connection') === 'close',
            problem('Connection: close in the refusal', 'refused-goes-on'),
          );
      }
    }),
  { needs: [KEEPS], timeout: 180_000 },
);
