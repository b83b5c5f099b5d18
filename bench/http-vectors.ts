/**
 * The requests of test/lesson12, with a plain GET behind each, to the reference of lesson 12, to nginx and to node:http: the statuses that
 * each of them answers, for the requests at which they differ, and the paragraph that decides. A number in the last column is a status
 * with which a server may refuse; OK means that it is a request. nginx and Node serve files only, so their 405 for POST counts as OK.
 */
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { PROJECT } from '../src/host/project.ts';
import { makeScratch, removeScratch } from '../src/host/scratch.ts';
import { AFTER, readVectors, type Vector } from '../test/lesson12/vectors.ts';
import { startServers } from './net/http-servers.ts';

const PATIENCE_MS = 500;
const folder = makeScratch();
process.on('exit', () => removeScratch(folder));
for (const name of ['index.html', 'after', 'k1']) writeFileSync(join(folder, name), `${name}\n`);

/** The statuses that come back until the server ends the connection, or is silent. */
function statuses(port: number, { bytes, allowed }: Vector): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    let ending = 'open';
    const client = connect(port, '127.0.0.1', () =>
      client.write(allowed.includes('MORE') ? bytes : Buffer.concat([bytes, AFTER])),
    );
    client.setTimeout(PATIENCE_MS, () => client.destroy());
    client.on('data', (data: Buffer) => {
      text += data.toString('latin1');
    });
    client.on('end', () => {
      ending = 'end';
    });
    client.on('error', () => {
      ending = 'reset';
    });
    client.on('close', () => {
      const seen = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status);
      resolve([...seen, ending].join(' '));
    });
  });
}

/** OK, a status of a refusal, or nothing. */
const verdict = (seen: string): string => {
  const first = seen.replace(/^100 /, '').split(' ')[0] ?? '';
  return /^(2|404|405)/.test(first) ? 'OK' : /^\d/.test(first) ? first : 'nothing';
};

const servers = await startServers(folder);
const vectors = ['heads.txt', 'bodies.txt', 'more.txt'].flatMap((file) =>
  readVectors(join(PROJECT, 'test', 'lesson12', file)),
);
const wrong = new Map(servers.map(({ name }) => [name, 0]));
process.stdout.write(`${'request'.padEnd(38)}${servers.map(({ name }) => name.padEnd(18)).join('')}by the RFC\n`);
for (const vector of vectors) {
  const seen = await Promise.all(servers.map(({ port }) => statuses(port, vector)));
  for (const [i, { name }] of servers.entries())
    if (!vector.allowed.includes(verdict(seen[i] ?? '').replace('nothing', 'MORE')))
      wrong.set(name, (wrong.get(name) ?? 0) + 1);
  if (new Set(seen.map(verdict)).size === 1) continue;
  const rule = `${vector.rfc}: ${vector.allowed.join(' or ')}`;
  process.stdout.write(
    `${vector.name.slice(0, 36).padEnd(38)}${seen.map((one) => one.slice(0, 16).padEnd(18)).join('')}${rule}\n`,
  );
}
for (const [name, count] of wrong) process.stdout.write(`${name}: ${count} of ${vectors.length} not as decided\n`);
for (const server of servers) await server.end();
process.exitCode = wrong.get('lesson 12') === 0 ? 0 : 1;
