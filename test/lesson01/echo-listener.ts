import { createServer, type Socket } from 'node:net';
import { until } from '../../src/host/wait.ts';
import { rowBetween } from '../../src/kit/kernel/tcp.ts';

const READ_MS = 5000;

export interface ListenerOptions {
  /** Answers in pieces of at most this many bytes, each after the client has read the one before. */
  readonly piece?: number;
  /** Ends its own stream only in `close`, not at the client's end of stream. */
  readonly holdEnd?: boolean;
  /** The answer to these bytes; by default the same bytes. */
  readonly answer?: (data: Buffer) => Buffer;
  /** Closes after this many bytes of answer. */
  readonly hangUpAfter?: number;
}

/** An echo server on node:net, for tests of a client. */
export interface EchoListener {
  readonly port: number;
  /** Whether a client has ended its direction. */
  sawEnd(): boolean;
  /** The number of bytes received. */
  received(): number;
  close(): void;
}

export async function echoListener(options: ListenerOptions = {}): Promise<EchoListener> {
  let ended = false;
  let received = 0;
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    let answered = 0;
    socket.on('error', () => {});
    socket.on('end', () => {
      ended = true;
      if (options.holdEnd !== true) socket.end();
    });
    socket.on('data', async (sent) => {
      socket.pause();
      received += sent.length;
      const data = options.answer?.(sent) ?? sent;
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
        const clientPort = socket.remotePort ?? 0;
        // Wait until the client has read this piece, so that the kernel cannot merge it with the next.
        if (options.piece !== undefined)
          await until(() => (rowBetween(clientPort, socket.localPort ?? 0)?.rxQueue ?? 0) === 0, READ_MS);
      }
      socket.resume();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    sawEnd: () => ended,
    received: () => received,
    close: () => {
      for (const socket of sockets) socket.destroySoon();
      server.close();
    },
  };
}
