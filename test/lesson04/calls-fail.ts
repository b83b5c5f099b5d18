import type { TestContext } from '../../src/grading/test-context.ts';
import { bugAt, expectEndByBug, expectEndByError } from '../support/bugs.ts';
import { ACCEPTS, READS, WAITS } from '../support/calls.ts';
import { blamingDeath } from '../support/echo.ts';
import { HELLO } from './lesson.ts';

/** accept finds a connection that has failed and goes on with the next one; after an error that is no such thing the server ends. */
export async function acceptFails(t: TestContext, file: string): Promise<void> {
  const server = await t.start(file, { faults: [{ calls: ACCEPTS, error: 'ECONNABORTED', at: [1] }] });
  const client = await t.connect(server);
  await t.step('the first accept of this run fails with ECONNABORTED; a client got its echo', () =>
    blamingDeath(server, 'fatal-abort', () => client.exchange(HELLO, () => 'fatal-abort')),
  );
  const other = await t.start(file, { faults: [{ calls: ACCEPTS, error: 'ENOTSOCK', at: [1] }] });
  await t.connect(other);
  t.note('a client connected to another server, whose first accept fails with ENOTSOCK');
  await expectEndByError(t, other, 'accept4 cannot succeed later, ENOTSOCK is a bug', 'every-error', 'ENOTSOCK');
}

/** An error of epoll_wait that is no interruption ends the server. */
export async function waitFails(t: TestContext, file: string): Promise<void> {
  const server = await t.start(file, { faults: [{ calls: WAITS, error: 'ENOMEM', at: [2] }] });
  await t.connect(server);
  t.note('connected a client; the second epoll_wait of this run fails with ENOMEM');
  await expectEndByError(t, server, 'the server cannot wait for its clients: ENOMEM', 'every-error', 'ENOMEM');
}

/** An error that is no SystemError is a bug: it does not end one client, it ends the server. */
export async function bugInServe(t: TestContext, file: string): Promise<void> {
  const server = await t.start(file, bugAt(...READS));
  const client = await t.connect(server);
  await client.send(HELLO);
  t.note('connected a client; the first read throws an Error that is no SystemError');
  await expectEndByBug(t, server, 'bug-swallowed');
}
