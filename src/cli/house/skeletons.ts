import { syncSkeletons } from '../../course/files/sync-skeletons.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { say } from '../terminal/terminal.ts';

/** `npm run skeletons [check]`: writes the skeletons and the libraries, or lists those that differ from their solutions. */
export async function skeletons(args: readonly string[]): Promise<number> {
  const words = args.map((arg) => arg.replace(/^--/, ''));
  const other = words.find((word) => word !== 'check');
  if (other !== undefined) throw new Stop(`skeletons knows "check" and not "${other}".`, EXIT.usage);
  const check = words.includes('check');
  const differing = syncSkeletons(check);
  if (differing === 0) say('Every skeleton and library matches its solution.');
  return check && differing > 0 ? EXIT.failed : EXIT.ok;
}
