import { paint } from '../../text/paint.ts';
import { abandoned } from './interrupt.ts';

/** Whether both ends are a terminal: only then may a command ask. */
export const interactive = (): boolean => process.stdin.isTTY === true && process.stdout.isTTY === true;

/** Called before each output: a line that counts seconds removes itself. */
const hearers = new Set<() => void>();

export const say = (text = ''): void => {
  if (abandoned()) return;
  for (const hear of hearers) hear();
  process.stdout.write(`${text}\n`);
};

/** Calls `hear` before each output, until the returned function is called. */
export function beforeSaying(hear: () => void): () => void {
  hearers.add(hear);
  return () => void hearers.delete(hear);
}

export const command = (text: string): string => paint.cyan(`npm run lesson ${text}`);
