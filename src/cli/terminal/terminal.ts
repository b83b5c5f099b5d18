import { paint } from '../../text/paint.ts';
import { abandoned } from './interrupt.ts';

/** A person sits at both ends: only then may a command ask. */
export const interactive = (): boolean => process.stdin.isTTY === true && process.stdout.isTTY === true;

/** Called before anything is said: a line that counts seconds makes room. */
const hearers = new Set<() => void>();

export const say = (text = ''): void => {
  if (abandoned()) return;
  for (const hear of hearers) hear();
  process.stdout.write(`${text}\n`);
};

/** Calls `hear` before anything is said, until the function that it returns is called. */
export function beforeSaying(hear: () => void): () => void {
  hearers.add(hear);
  return () => void hearers.delete(hear);
}

export const command = (text: string): string => paint.cyan(`npm run lesson ${text}`);
