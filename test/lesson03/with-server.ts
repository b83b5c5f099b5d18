import { createServer, type Socket } from 'node:net';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';

/** A server on node:net that handles each connection with `serve`. */
export async function withServer<T>(serve: (socket: Socket) => void, act: (port: number) => Promise<T>): Promise<T> {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await act((server.address() as { port: number }).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

/** The client exits with status 0, and has printed `text`. */
export async function expectOutput(
  t: TestContext,
  client: ObservedProgram,
  text: string,
  looksLike: string,
): Promise<void> {
  const exit = await client.exit(({ kind }) => (kind === 'busy' ? 'spinning-client' : looksLike));
  t.expect(client.output.out === text, () => ({
    expected: `${text.length} bytes of echo on standard output`,
    saw: `${client.output.out.length} bytes${client.output.out.length === text.length ? ', but not the same' : ''}, and the client ${describeExit(exit)}`,
    looksLike,
  }));
  t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the client ${describeExit(exit)}` });
}
