import process from 'node:process';
import { afterEach, expect, test } from 'vitest';
import * as sys from '#sys';
import { fixtureResult } from '../fixture.ts';
import { expectFailure, Opened } from '../support.ts';

const opened = new Opened();
afterEach(() => opened.closeAll());

test('peercred has the process that made a socket pair, and nobody for other sockets', () => {
  const self = { pid: process.pid, uid: process.getuid?.(), gid: process.getgid?.() };
  expect(sys.peercred(opened.pair()[0])).toEqual(self);
  expect(sys.peercred(opened.connection().client)).toEqual({ pid: 0, uid: 2 ** 32 - 1, gid: 2 ** 32 - 1 });
  expectFailure('ENOTSOCK', () => sys.peercred(opened.pipe()[0]));
});

test('each end of a unix connection learns the process at the other end', async () => {
  expect(await fixtureResult('peercred')).toEqual({ acceptedFromChild: true, connectedToParent: 0 });
});
