import { createServer, type Socket } from 'node:net';
import { until } from '../../src/host/wait.ts';
import { rowBetween } from '../../src/kit/kernel/tcp.ts';

const READ_MS = 5000;

export interface ListenerOptions {
  /** Answers at most so many bytes at a time, each once the one before has left. */
  readonly piece?: number;
  /** Does not answer the client's end of stream with its own before `close`. */
  readonly holdEnd?: boolean;
  /** What is answered to these bytes; the same ones by default. */
  readonly answer?: (data: Buffer) => Buffer;
  /** Closes after so many bytes of answer. */
  readonly hangUpAfter?: number;
}

/** An echo server of Node's own, for tests of a client. */
export interface EchoListener {
  readonly port: number;
  /** Whether a client has ended its direction while we still had ours. */
  sawEnd(): boolean;
  /** How many bytes have come. */
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
        // Only once it has read the piece comes the next one: the kernel cannot merge them.
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
