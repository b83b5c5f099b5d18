import type { TcpRow } from './kernel/tcp.ts';

/** The two ends of a connection, a line each: state and unread bytes. `client` is null once we have closed ours. */
export function describeQueues(client: TcpRow | null, server: TcpRow | null): string[] {
  const lines: string[] = [];
  if (client !== null)
    lines.push(
      `client ${client.localPort} ${client.state}, ${client.rxQueue} bytes not read, ${client.txQueue} not acknowledged`,
    );
  if (server !== null) lines.push(`server ${server.localPort} ${server.state}, ${ownerOf(server)}`);
  return lines;
}

function ownerOf({ inode, state, rxQueue }: TcpRow): string {
  if (inode !== 0) return `${rxQueue} bytes not read`;
  return state === 'ESTABLISHED' || state === 'CLOSE_WAIT' ? 'not accepted yet' : 'closed by the server';
}
