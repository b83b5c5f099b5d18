/** Walkthrough of lesson 01: the client, and the two directions of a connection. */
import { socketInodes } from '../../../src/kit/kernel/proc.ts';
import { rowBetween } from '../../../src/kit/kernel/tcp.ts';
import type { ObservedProgram } from '../../../src/kit/observed-program.ts';
import { describeExit } from '../../../src/kit/situation.ts';
import { isIn, portTable, words } from '../../../src/stage/evidence.ts';
import type { WalkStep } from '../../../src/stage/scene.ts';
import type { Stage } from '../../../src/stage/stage.ts';

const SERVER = 'server.ts';

export const halfClose: WalkStep = {
  title: 'End of the input, before the end of the conversation',
  code: { file: 'client.ts', step: '01.5' },
  say: 'The client has printed every answer, its standard input ends, and it calls shutdown. The server is stopped at that moment.',
  predict: { question: 'Does the client exit?', choices: ['yes', 'no'], answer: 1 },
  play: inputEnded,
  proves: "shutdown ends our direction and leaves the other one open: the client reads on until the server's end.",
};

async function inputEnded(stage: Stage): Promise<void> {
  const text = 'twenty-five characters..\n'.repeat(800);
  const server = await stage.start(SERVER, { faults: [{ calls: ['write', 'send'], cap: 7 }] });
  const client = await clientOf(stage, server, text);
  await client.waitFor('the answer', () => client.output.out.length >= text.length);
  stage.claim(client.output.out === text, 'the client has printed 20,000 bytes, which the server wrote 7 at a time');
  const port = server.connections()[0]?.remotePort ?? 0;
  await server.frozen(async () => {
    client.stdin?.end();
    await client.waitFor('the end of its direction', () => isIn(port, server.port, 'FIN_WAIT2'));
    await client.quiet();
    stage.show('its input has ended, the server is stopped', portTable(server.port));
    const held = socketInodes(client.pid).has(rowBetween(port, server.port)?.inode ?? 0);
    stage.claim(
      held && client.exited === null,
      'its FIN has reached the server, and the client still holds the connection',
    );
  });
  const exit = await client.exit();
  stage.claim(exit.code === 0, 'the server runs again and closes: the client exits with status 0');

  const broken = await stage.start(SERVER, { mistake: 'short-write', faults: [{ calls: ['write', 'send'], cap: 7 }] });
  const other = await clientOf(stage, broken, 'more than seven\n');
  await other.waitFor('seven bytes', () => other.output.out.length >= 7);
  await other.quiet();
  broken.signal('SIGKILL');
  const early = await other.exit();
  stage.show('a server that is killed when it has sent 7 bytes of 16', [...words(other), describeExit(early)]);
  stage.claim(early.code === 1 && other.log.length > 0, 'a stream that ends too early is an error: status 1');
}

/** A client with `text` on its standard input, which stays open. */
async function clientOf(stage: Stage, server: ObservedProgram, text: string): Promise<ObservedProgram> {
  const client = await stage.launch('client.ts', { args: ['--port', String(server.port)] });
  client.partner(server);
  client.stdin?.write(text);
  return client;
}
