import { beforeAll, expect, test } from 'vitest';
import { fixtureResult } from '../fixture.ts';

let results: Readonly<Record<string, unknown>>;
beforeAll(async () => {
  results = await fixtureResult('memory');
});

const DETACHED = expect.stringMatching(/detached/i);
const REFUSED = expect.stringMatching(/^RangeError: length must be at least/);

test('bytes after munmap, and every view of them, are empty and never a wild pointer', () => {
  expect(results['bytes after munmap']).toEqual([[0, 'nothing'], [0, 'nothing'], DETACHED, DETACHED]);
});

test('system calls see them as empty', () => {
  expect(results['system calls on bytes after munmap']).toEqual([
    0,
    expect.stringMatching(/^RangeError: length must be/),
    0,
    0,
    expect.stringMatching(/still mapped/),
    expect.stringMatching(/still mapped/),
  ]);
});

test('old bytes do not reach a new mapping at the same address', () => {
  expect(results['the same address mapped again']).toEqual([7, 0]);
});

test('munmap is safe when the memory has been moved to another ArrayBuffer', () => {
  expect(results['bytes whose memory somebody moved elsewhere']).toBe('alive');
});

test('a write without PROT_WRITE is lost and changes no file', () => {
  expect(results['a write without PROT_WRITE']).toEqual([65, 0]);
});

test('a mapping reaches to the end of the last page of its file, and not beyond', () => {
  const beyond = expect.stringMatching(/^RangeError: offset \+ length must be within/);
  expect(results['a mapping beyond the end of the file']).toEqual([5000, beyond, beyond, 4096, 'EINVAL']);
});

test('a file cannot be cut below a mapping, until that is unmapped', () => {
  expect(results['a file cut while it is mapped']).toEqual([REFUSED, REFUSED, 'lengthened', 'cut']);
});

test('MAP_SHARED is shared with a child, MAP_PRIVATE is not', () => {
  expect(results['memory shared with a child']).toEqual([42, 0]);
});

test('msync puts the bytes into the file, whose descriptor may be closed', () => {
  expect(results['what was written is in the file']).toBe('0123456789');
});

test('pipes, files open for writing only and too much memory are refused', () => {
  expect(results['what cannot be mapped']).toEqual([
    'ENODEV',
    'EACCES',
    expect.stringMatching(/^(ENOMEM|RangeError: length must)/), // as large as an ArrayBuffer may be on this Node
    'RangeError: prot must',
  ]);
});

test('a mapping of no bytes is EINVAL, as the kernel says', () => {
  expect(results['a length of 0']).toEqual(['EINVAL', 'EINVAL']);
});

test('unmapped mappings are gone', () => {
  expect(results['2000 mappings made and given back']).toEqual({ left: 0 });
});
