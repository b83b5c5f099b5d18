import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import type { EchoDiagnose } from '../../src/kit/echo-seen.ts';
import { Finding } from '../../src/kit/finding.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { describeExit } from '../../src/kit/situation.ts';

/** Waits until the server has accepted the connection of `client`: its end has an owner. */
export async function accepted(server: ObservedProgram, client: Peer): Promise<void> {
  await server.waitFor('the server to accept the connection', () => (client.serverRow?.inode ?? 0) > 0);
}

/**
 * After a rude client: the server is still the same process, and serves the next client.
 * `fatal` is the known mistake when the server has ended, `sigpipe` when a SIGPIPE ended it.
 */
export async function stillServes(
  t: TestContext,
  server: ObservedProgram,
  fatal: string,
  sigpipe: string,
): Promise<void> {
  const blame = (): string | undefined => {
    if (server.exited === null) return undefined;
    return server.exited.signal === 'SIGPIPE' ? sigpipe : fatal;
  };
  try {
    await server.quiet();
    if (server.exited === null) {
      const next = await t.connect(server);
      await t.step('another client connected and got its echo', () =>
        next.exchange(Buffer.from('still there?'), blame),
      );
      next.close();
      return;
    }
  } catch (error) {
    if (server.exited === null || !(error instanceof Finding)) throw error;
  }
  throw new Finding({
    expected: 'a server that serves the next client',
    saw: `the server ${describeExit(server.exited)}`,
    looksLike: blame(),
  });
}

/** Runs a wait, and adds a diagnosis to its failure. */
export async function blaming<T>(
  looksLike: string | ((finding: Finding) => string | undefined),
  wait: () => Promise<T>,
): Promise<T> {
  try {
    return await wait();
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    const id = typeof looksLike === 'string' ? looksLike : looksLike(error);
    throw new Finding({ ...error.details, looksLike: id ?? error.details.looksLike });
  }
}

/** The same, with a diagnosis that has to look at the server first, which takes time. */
export async function blamingLater<T>(
  looksLike: () => Promise<string | undefined>,
  wait: () => Promise<T>,
): Promise<T> {
  try {
    return await wait();
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    throw new Finding({ ...error.details, looksLike: await looksLike() });
  }
}

/** Distinguishes mistakes by the echo of the first bytes of a conversation. */
export function echoMistakes(ids: { wholeBuffer: string; oneRead: string; eof?: string }): EchoDiagnose {
  return ({ got, sent, ending, situation }) => {
    if (got.length > sent.length || (got.length === sent.length && got.includes(0))) return ids.wholeBuffer;
    if (ending === 'eof' && got.length < sent.length) return ids.oneRead;
    return situation?.kind === 'busy' ? ids.eof : undefined;
  };
}

/** Runs a wait; when it fails because the server has ended, `looksLike` is the diagnosis. */
export async function blamingDeath<T>(
  server: ObservedProgram,
  looksLike: string | undefined,
  wait: () => Promise<T>,
): Promise<T> {
  try {
    return await wait();
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    // The test sees the broken connection before the process that broke it has ended.
    const died = await until(() => server.exited, DEATH_MS);
    if (died === null) throw error;
    throw new Finding({ ...error.details, saw: `${error.details.saw}: the server ${describeExit(died)}`, looksLike });
  }
}

const DEATH_MS = 1000;
