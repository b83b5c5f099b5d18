/** Runs in a process of its own with a learner's machines, and answers one question after the other. `FOLDER WHAT…` */
import { join } from 'node:path';
import { answering } from '../support/answering.ts';
import { contentProblem, longBody, tooLargeBodies } from './body-check.ts';
import { lineCuts, longLine, strictLines, tooLongLines } from './line-check.ts';
import { type Machines, outcome, shown } from './machines.ts';
import { AFTER, readVectors, speaksOfBody, type Vector } from './vectors.ts';

/** A finding. `kind` is the name of the vector or of the rule. */
export interface Problem {
  readonly kind: string;
  readonly text: string;
}

const [folder = ''] = process.argv.slice(2);
const vectors = (bodies: boolean): Vector[] =>
  ['heads.txt', 'bodies.txt', 'more.txt']
    .flatMap((file) => readVectors(join(folder, file)))
    .filter((vector) => speaksOfBody(vector) === bodies);

/** What a vector came to, as its `allowed` says it. */
function verdictOf(events: readonly string[], more: boolean): string {
  const [first] = events;
  if (first === undefined) return more ? 'MORE' : 'nothing';
  return /^\d+$/.test(first) ? first : 'OK';
}

function judge(machines: Machines, vector: Vector, withBodies: boolean): Problem | null {
  const { events, more } = outcome(machines, vector.bytes, [], withBodies);
  const verdict = verdictOf(events, more);
  if (vector.allowed.includes(verdict)) return null;
  const text = `${shown(vector.bytes)}: ${verdict} (${vector.name}, RFC ${vector.rfc} says ${vector.allowed.join(' or ')})`;
  return { kind: vector.name, text };
}

const firstOf = <T>(list: readonly T[], find: (one: T) => Problem | null): Problem | null => {
  for (const one of list) {
    const problem = find(one);
    if (problem !== null) return problem;
  }
  return null;
};

const same = (some: readonly string[], others: readonly string[]): boolean => some.join('\n') === others.join('\n');

/** Each vector in two pieces, cut after each of its bytes, and byte by byte: nothing may differ from the whole. */
function cut(machines: Machines, vector: Vector, withBodies: boolean): Problem | null {
  const whole = outcome(machines, vector.bytes, [], withBodies);
  const places = Array.from({ length: vector.bytes.length - 1 }, (_, i) => i + 1);
  for (const cuts of [...places.map((place) => [place]), places]) {
    const seen = outcome(machines, vector.bytes, cuts, withBodies);
    if (same(seen.events, whole.events)) continue;
    const where = cuts.length === 1 ? `cut after byte ${cuts[0]}` : 'byte by byte';
    return {
      kind: `cut ${vector.name}`,
      text: `${shown(vector.bytes)}, ${where}: ${seen.events.join(', ') || 'no request'}; in one piece: ${whole.events.join(', ') || 'no request'}`,
    };
  }
  return null;
}

/** Each vector with a plain GET behind it: the GET is the next request, or nothing comes after a refusal. */
function followed(machines: Machines, vector: Vector): Problem | null {
  const { events } = outcome(machines, Buffer.concat([vector.bytes, AFTER]), []);
  const last = events.at(-1) ?? '';
  const refused = /^\d+$/.test(last);
  // Bytes behind the body, or too few of them, make the GET a part of something else, which is no request either.
  const strange = events.find((event, i) => i > 0 && event !== 'GET /after' && !/^\d+$/.test(event));
  const whole = vector.allowed.includes('OK') && !refused && !vector.name.includes('poison');
  if (strange === undefined && (!whole || (events.length === 2 && last === 'GET /after'))) return null;
  return {
    kind: `after ${vector.name}`,
    text: `${shown(vector.bytes)} and then GET /after: ${events.join(', ') || 'no request'} (${vector.name})`,
  };
}

const HOST = 'Host: h\r\n';
const LIMITS: readonly (readonly [string, string, string])[] = [
  ['a target of 9,000 bytes', `GET /${'a'.repeat(9000)} HTTP/1.1\r\n${HOST}\r\n`, '414'],
  ['9,000 bytes of a first line, and no end', 'G'.repeat(9000), '414'],
  ['a field of 9,000 bytes', `GET / HTTP/1.1\r\n${HOST}X: ${'a'.repeat(9000)}\r\n\r\n`, '431'],
  ['9,000 bytes of a field, and no end', `GET / HTTP/1.1\r\n${HOST}${'a'.repeat(9000)}`, '431'],
  ['three fields of 7,000 bytes', `GET / HTTP/1.1\r\n${HOST}${`X: ${'a'.repeat(7000)}\r\n`.repeat(3)}\r\n`, '431'],
  ['1,000 fields', `GET / HTTP/1.1\r\n${HOST}${'X: y\r\n'.repeat(1000)}\r\n`, '431'],
  ['a head of 17,000 bytes', `GET / HTTP/1.1\r\n${HOST}${`X: ${'a'.repeat(5650)}\r\n`.repeat(3)}\r\n`, '431'],
  ['101 fields', `GET / HTTP/1.1\r\n${HOST}${'X: y\r\n'.repeat(100)}\r\n`, '431'],
  ['100 fields', `GET / HTTP/1.1\r\n${HOST}${'X: y\r\n'.repeat(99)}\r\n`, 'OK'],
  ['a head of 16,000 bytes', `GET / HTTP/1.1\r\n${HOST}${`X: ${'a'.repeat(7970)}\r\n`.repeat(2)}\r\n`, 'OK'],
  ['a target of 4,000 bytes', `GET /${'a'.repeat(4000)} HTTP/1.1\r\n${HOST}\r\n`, 'OK'],
  ['50 fields', `GET / HTTP/1.1\r\n${HOST}${'Name: value\r\n'.repeat(50)}\r\n`, 'OK'],
];

const limits = (machines: Machines): Problem | null =>
  firstOf(LIMITS, ([what, text, wanted]) => {
    const { events, more } = outcome(machines, Buffer.from(text), [], false);
    const verdict = verdictOf(events, more);
    return verdict === wanted ? null : { kind: `limit ${wanted}`, text: `${what}: ${verdict}, not ${wanted}` };
  });

/** Fields of one request must not be seen in the next. */
function fresh(machines: Machines): Problem | null {
  const parser = new machines.RequestParser();
  parser.read(Buffer.from('GET /1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\nExpect: x\r\n\r\n'));
  const first = parser.request;
  parser.reset();
  parser.read(Buffer.from('GET /2 HTTP/1.1\r\nHost: i\r\n\r\n'));
  const fields = [...(parser.request?.fields ?? [])].map((field) => field.join(': ')).join(', ');
  if (fields !== 'host: i') return { kind: 'fields-kept', text: `the fields of the second request: ${fields}` };
  return first?.fields.get('connection') === 'close'
    ? null
    : { kind: 'fields-kept', text: 'the first request has lost its Connection field when the second was parsed' };
}

function check(machines: Machines, what: string): Problem | null {
  const heads = vectors(false);
  const bodies = vectors(true);
  if (what === 'line-cuts') return lineCuts(machines);
  if (what === 'line-strict') return strictLines(machines);
  if (what === 'line-limit') return tooLongLines(machines);
  if (what === 'line-long') return longLine(machines);
  if (what === 'heads') return firstOf(heads, (one) => judge(machines, one, false));
  if (what === 'heads-cut') return firstOf(heads, (one) => cut(machines, one, false));
  if (what === 'limits') return limits(machines);
  if (what === 'fresh') return fresh(machines);
  if (what === 'bodies') return firstOf(bodies, (one) => judge(machines, one, true));
  if (what === 'bodies-cut') return firstOf([...heads, ...bodies], (one) => cut(machines, one, true));
  if (what === 'followed') return firstOf([...heads, ...bodies], (one) => followed(machines, one));
  if (what === 'content') return contentProblem(machines);
  if (what === 'large') return tooLargeBodies(machines);
  return longBody(machines);
}

export function run(machines: Machines): void {
  const [first = () => null, ...later] = process.argv.slice(3).map((what) => () => check(machines, what));
  answering(first, ...later);
}
