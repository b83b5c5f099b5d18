import type { Lesson } from '../../course/lesson.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import type { WalkStep } from '../../stage/scene.ts';
import { paint } from '../../text/paint.ts';
import { type Address, isPort, keepAddress, lastAddress } from '../../web/address.ts';
import { buildAssets } from '../../web/assets.ts';
import { Projector } from '../../web/server.ts';
import { ending, takingInterrupts } from '../terminal/interrupt.ts';
import { say } from '../terminal/terminal.ts';

/** `NN walkthrough web [PORT]`: the walkthrough as a page for a projector, until Ctrl-C. */
export async function projector(lesson: Lesson, steps: readonly WalkStep[], args: readonly string[]): Promise<number> {
  const port = portOf(args.filter((arg) => arg !== 'web'));
  const last = lastAddress();
  const assets = await buildAssets(`${lesson.id}  ${lesson.title}`);
  const page = new Projector(lesson, steps, assets, last.token);
  await (port === null ? anywhere(page, last) : at(page, port));
  keepAddress({ token: last.token, port: page.port });
  let leave = (): void => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  await ending(
    () => page.end(),
    () =>
      takingInterrupts(leave, async () => {
        say(`\n ${paint.bold(`${lesson.id}  ${lesson.title}`)}, ${steps.length} steps\n\n   ${paint.cyan(page.url)}\n`);
        say(' Open it in a browser on this machine. The address gives access to all steps. Ctrl-C ends it.');
        await left;
      }),
  );
  return EXIT.ok;
}

function portOf(args: readonly string[]): number | null {
  const [word, other] = args;
  if (other !== undefined) throw new Stop(`walkthrough web knows a port and not "${other}".`, EXIT.usage);
  if (word === undefined) return null;
  const port = /^\d+$/.test(word) ? Number(word) : 0;
  if (!isPort(port)) throw new Stop(`A port is a number from 1 to 65535, and not "${word}".`, EXIT.usage);
  return port;
}

async function at(page: Projector, port: number): Promise<void> {
  await page.listen(port).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') throw new Stop(`Port ${port} is taken: name another one, or none.`);
    if (error.code === 'EACCES') throw new Stop(`Port ${port} is reserved for root: name one from 1024 on, or none.`);
    throw error;
  });
}

/** Prefers the last port: a page that is still open reconnects there. */
async function anywhere(page: Projector, last: Address): Promise<void> {
  await page.listen(last.port).catch(() => page.listen(0));
}
