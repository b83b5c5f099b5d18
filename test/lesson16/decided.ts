/** The prediction sheet as this kernel decides it, found by the test's own calls. */
import {
  AF_INET,
  dup,
  type Fd,
  FIONREAD,
  ioctl,
  isSystemError,
  linger,
  MSG_NOSIGNAL,
  recv,
  SHUT_RD,
  SHUT_WR,
  SO_LINGER,
  SOL_SOCKET,
  send,
  setsockopt,
  shutdown,
  type TcpState,
  tcpInfo,
} from '#sys';
import { until } from '../../src/host/wait.ts';
import { type Sockets, withSockets } from './sockets.ts';

type Call = 'write' | 'read';

export interface Situation {
  readonly calls: readonly Call[];
  /** What has to be so before the calls. */
  readonly bring: (ours: Fd, peers: Fd, sockets: Sockets) => Promise<void>;
  /** The peer has closed: the first write is answered with a reset. */
  readonly closed?: true;
}

const HELLO = Buffer.from('hello');

async function inState(fd: Fd, state: TcpState): Promise<void> {
  await until(() => tcpInfo(fd).state === state || null, 10_000);
}

async function arrived(fd: Fd): Promise<void> {
  await until(() => ioctl(fd, FIONREAD) >= HELLO.length || null, 10_000);
}

const reset: Situation['bring'] = async (ours, peers, sockets) => {
  setsockopt(peers, SOL_SOCKET, SO_LINGER, linger(true, 0));
  sockets.close(peers);
  await inState(ours, 'CLOSE');
};

export const SITUATIONS: Readonly<Record<string, Situation>> = {
  fin: {
    calls: ['write', 'write', 'read'],
    closed: true,
    bring: async (ours, peers, sockets) => {
      sockets.close(peers);
      await inState(ours, 'CLOSE_WAIT');
    },
  },
  half: {
    calls: ['read', 'write', 'write'],
    bring: async (ours, peers) => {
      shutdown(peers, SHUT_WR);
      await inState(ours, 'CLOSE_WAIT');
    },
  },
  'reset-write': { calls: ['write', 'write', 'read'], bring: reset },
  'reset-read': { calls: ['read', 'read', 'write'], bring: reset },
  unread: {
    calls: ['read', 'read', 'read', 'write'],
    bring: async (ours, peers, sockets) => {
      send(peers, HELLO);
      await arrived(ours);
      send(ours, HELLO);
      await arrived(peers);
      sockets.close(peers);
      await inState(ours, 'CLOSE');
    },
  },
  late: {
    calls: ['write', 'read', 'read', 'write'],
    closed: true,
    bring: async (ours, peers, sockets) => {
      send(peers, HELLO);
      sockets.close(peers);
      await inState(ours, 'CLOSE_WAIT');
    },
  },
  'no-write': { calls: ['write', 'read'], bring: async (ours) => shutdown(ours, SHUT_WR) },
  'no-read': { calls: ['read', 'write'], bring: async (ours) => shutdown(ours, SHUT_RD) },
  'copy-close': {
    calls: ['read', 'write'],
    bring: async (_ours, peers, sockets) => {
      sockets.keep(dup(peers));
      sockets.close(peers);
    },
  },
  'copy-shutdown': {
    calls: ['read', 'write'],
    bring: async (ours, peers, sockets) => {
      sockets.keep(dup(peers));
      shutdown(peers, SHUT_WR);
      await inState(ours, 'CLOSE_WAIT');
    },
  },
};

function outcomeOf(call: () => number | null): string {
  try {
    const n = call();
    return n === null ? 'waits' : `${n} bytes`;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return error.code;
  }
}

/** The outcomes of the calls, as the kernel of this machine has them. */
export const decidedHere = ({ calls, bring, closed }: Situation): Promise<string[]> =>
  withSockets(async (sockets) => {
    const listener = sockets.listener(AF_INET);
    const { client: ours, server: peers } = sockets.connected(AF_INET, listener);
    await bring(ours, peers, sockets);
    const outcomes: string[] = [];
    for (const call of calls) {
      outcomes.push(
        outcomeOf(() => (call === 'write' ? send(ours, HELLO, MSG_NOSIGNAL) : recv(ours, Buffer.alloc(100)))),
      );
      if (closed === true && call === 'write') await inState(ours, 'CLOSE');
    }
    return outcomes;
  });
