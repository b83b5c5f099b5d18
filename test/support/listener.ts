import { createServer, type Socket } from 'node:net';

export interface ListenerOptions {
  /** Answers at most so many bytes at a time, each once the one before has left. */
  readonly piece?: number;
  /** Closes after so many bytes of answer. */
  readonly hangUpAfter?: number;
}

/** An echo server of Node's own, for tests of a client. */
export interface EchoListener {
  readonly port: number;
  /** Whether a client has ended its direction while we still had ours. */
  sawEnd(): boolean;
  close(): void;
}

export async function echoListener(options: ListenerOptions = {}): Promise<EchoListener> {
  let ended = false;
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    let answered = 0;
    socket.on('error', () => {});
    socket.on('end', () => {
      ended = true;
      socket.end();
    });
    socket.on('data', async (data) => {
      socket.pause();
      const piece = options.piece ?? data.length;
      for (let at = 0; at < data.length && !socket.destroyed; at += piece) {
        const end = Math.min(
          at + piece,
          data.length,
          at + (options.hangUpAfter ?? Number.POSITIVE_INFINITY) - answered,
        );
        await new Promise((resolve) => socket.write(data.subarray(at, end), resolve));
        answered += end - at;
        if (answered === options.hangUpAfter) socket.destroySoon();
        if (options.piece !== undefined) await new Promise((resolve) => setImmediate(resolve));
      }
      socket.resume();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    sawEnd: () => ended,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
