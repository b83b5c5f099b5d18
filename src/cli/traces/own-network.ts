import { join } from 'node:path';
import process from 'node:process';
import { PROJECT } from '../../host/project.ts';
import { Stop } from '../../host/stop.ts';
import { FORBIDDEN } from '../../kit/segments/forbidden.ts';
import { ending } from '../terminal/interrupt.ts';
import { Running } from '../terminal/running.ts';

const ENTER = join(PROJECT, 'src', 'kit', 'segments', 'enter.ts');

/** Whether this process is in a network of its own, where it may capture. */
export const isInOwnNetwork = (): boolean => process.env['LAB_OWN_NETWORK'] !== undefined;

/** Runs a command of the lab in a network of its own; returns its exit status. */
export async function inOwnNetwork(args: readonly string[]): Promise<number> {
  const inside = JSON.stringify([join(PROJECT, 'tools', 'start.mjs'), ...args]);
  const running = await Running.start(ENTER, { env: { LAB_INSIDE: inside }, stdio: 'inherit' });
  await ending(
    () => running.end(),
    () => running.exited,
  );
  if (running.status === FORBIDDEN) {
    throw new Stop(
      'This system forbids user namespaces, and without one only root may capture: see user_namespaces(7).',
    );
  }
  return running.status;
}
