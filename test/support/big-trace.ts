import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { releaseGroup } from '../../src/host/keeper.ts';
import { PROJECT } from '../../src/host/project.ts';
import { launch } from '../../src/kit/process/launch.ts';
import type { Trace } from '../../src/trace/model.ts';
import { readTrace } from '../../src/trace/read.ts';

/** Twelve calls a round, by four processes. */
const CALLS_A_ROUND = 12;

/** A trace of at least `events` events, recorded from processes that exchange messages. */
export async function bigTrace(events: number): Promise<Trace> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-trace-'));
  try {
    const program = await launch(join(PROJECT, 'test', 'trace', 'fixtures', 'chatter.ts'), {
      args: [String(Math.ceil(events / CALLS_A_ROUND))],
      env: { LAB_TRACE: folder },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [status] = (await once(program.child, 'exit')) as [number | null];
    releaseGroup(program.pid);
    if (status !== 0) throw new Error(`the program to record exited with status ${status}`);
    return readTrace(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
