import { basename, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { close, type Fd, pipe2, setNonblocking, write } from '#sys';
import { referenceFile } from '../../src/course/files/reference.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';
import { Peer } from '../../src/kit/peer.ts';
import type { LaunchOptions } from '../../src/kit/process/launch.ts';

const at = (file: string): string => referenceFile(dirname(file), basename(file));

/** Runs a program whose standard input is a pipe: the test holds both of its ends. */
async function withInput(
  start: (options: LaunchOptions) => Promise<ObservedProgram>,
  args: readonly string[],
  act: (program: ObservedProgram, say: (text: string) => void, input: Fd) => Promise<void>,
): Promise<void> {
  const [input, writeEnd] = pipe2();
  const program = await start({ args, stdio: [input, 'pipe', 'pipe'] });
  try {
    await act(program, (text) => void write(writeEnd, Buffer.from(text)), input);
  } finally {
    await program.end();
    close(input);
    close(writeEnd);
  }
}

const CLIENTS = ['01-blocking-server/client.ts', '03-select-timeouts/client.ts', '02-fork-per-connection/chat.ts'];

test.each(CLIENTS)('%s sends on when another process makes its standard input non-blocking', async (file) => {
  const server = await ObservedProgram.start(at('04-epoll/level.ts'));
  try {
    const args = file.endsWith('chat.ts')
      ? ['--connect', '--port', String(server.port)]
      : ['--port', String(server.port)];
    await withInput(
      (options) => ObservedProgram.launch(at(file), options),
      args,
      async (client, say, input) => {
        const words = ['one', 'two', 'three', 'four'];
        for (const [i, word] of words.entries()) {
          say(`${word}\n`);
          await client.waitFor(`"${word}" back`, () => client.output.out.includes(word));
          if (i === 0) setNonblocking(input, true);
        }
        expect(client.output.out).toBe('one\ntwo\nthree\nfour\n');
      },
    );
  } finally {
    await server.end();
  }
});

test('yard.ts --send sends on when another process makes its standard input non-blocking', async () => {
  const start = (options: LaunchOptions) => ObservedProgram.start(at('06-train-protocol/yard.ts'), options);
  await withInput(start, ['--send'], async (yard, say, input) => {
    const peer = await Peer.connect(yard);
    const words = ['one', 'two', 'three', 'four'];
    for (const [i, word] of words.entries()) {
      say(word);
      await yard.waitFor(`a train of "${word}"`, () => {
        peer.pump();
        return peer.received.includes(word);
      });
      if (i === 0) setNonblocking(input, true);
    }
    expect(peer.ending).toBe('open');
  });
});
