/** Walkthrough of lesson 03: the client, and the end of its input. */
import { createServer } from 'node:net';
import { describeExit } from '../../../src/kit/situation.ts';
import type { WalkStep } from '../../../src/stage/scene.ts';
import type { Stage } from '../../../src/stage/stage.ts';

const CLIENT = 'client.ts';

export const halfClose: WalkStep = {
  title: 'The end of the input',
  code: { file: CLIENT, step: '03.6' },
  say: 'A client gets a megabyte on its standard input. The server reads everything and answers only then. The client exits at the end of its input.',
  predict: { question: 'How much of the answer is printed?', choices: ['all of it', 'some', 'nothing'], answer: 2 },
  play: endOfInput,
  proves:
    'The end of the input is not the end of the answer: shut down one direction, and read the other to end of file.',
};

async function endOfInput(stage: Stage): Promise<void> {
  for (const mistake of ['close-at-eof', undefined]) {
    const pieces: Buffer[] = [];
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => {});
      socket.on('data', (data) => pieces.push(data));
      socket.on('end', () => socket.end(Buffer.concat(pieces)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    try {
      const client = await stage.launch(CLIENT, {
        args: ['--port', String(port)],
        ...(mistake === undefined ? {} : { mistake }),
      });
      client.stdin?.end('x'.repeat(1_000_000));
      const exit = await client.exit();
      stage.show(mistake === undefined ? 'the reference' : 'it exits at the end of its input (close-at-eof)', [
        `${client.output.out.length} of 1000000 bytes printed`,
        describeExit(exit),
      ]);
      stage.claim(
        (client.output.out.length === 1_000_000) === (mistake === undefined),
        mistake === undefined ? 'the whole answer is printed' : 'the answer is lost',
      );
    } finally {
      server.close();
    }
  }
}
