import { style } from '#lesson';

export default style({
  edits: [
    {
      file: 'situations.ts',
      find: `  if (situation === 'late' || situation === 'unread') send(peers, HELLO);
  if (situation === 'unread') {
    untilUnread(ours, HELLO.length);
    send(ours, HELLO);
    untilUnread(peers, HELLO.length);
  }
  const resets = situation.startsWith('reset');
  if (resets) setsockopt(peers, SOL_SOCKET, SO_LINGER, linger(true, 0));
  if (situation === 'half') shutdown(peers, SHUT_WR);
  else close(peers);
  untilState(ours, resets || situation === 'unread' ? 'CLOSE' : 'CLOSE_WAIT');
`,
      replace: `  const say = (from: Fd, to: Fd): void => {
    send(from, HELLO);
    untilUnread(to, HELLO.length);
  };
  switch (situation) {
    case 'half':
      shutdown(peers, SHUT_WR);
      break;
    case 'reset-write':
    case 'reset-read':
      say(ours, peers);
      close(peers); // with bytes unread
      break;
    case 'unread':
      say(ours, peers);
      say(peers, ours);
      close(peers);
      break;
    case 'late':
      say(peers, ours);
      close(peers);
      break;
    default:
      close(peers);
  }
  // The FIN or the reset is there when the socket hangs up, and not before.
  while ((poll([{ fd: ours, events: POLLRDHUP }], 1000)[0] ?? 0) === 0);
`,
    },
    {
      file: 'situations.ts',
      find: `  dup(peers);
  if (situation === 'copy-close') close(peers);
  else {
    shutdown(peers, SHUT_WR);
    untilState(ours, 'CLOSE_WAIT');
  }
`,
      replace: `  const copy = dup(peers);
  if (situation !== 'copy-close') {
    shutdown(copy, SHUT_WR);
    while (poll([{ fd: ours, events: POLLRDHUP }], 1000)[0] === 0);
    return;
  }
  close(copy);
`,
    },
    {
      file: 'situations.ts',
      find: `  const n = send(ours, HELLO, MSG_NOSIGNAL);
  if (peerHasClosed) untilState(ours, 'CLOSE');
  return n;
`,
      replace: `  signal(SIGPIPE, SIG_IGN);
  const n = send(ours, HELLO);
  while (peerHasClosed && tcpInfo(ours).state !== 'CLOSE') poll([], 1);
  return n;
`,
    },
    {
      file: 'situations.ts',
      find: `  linger,
  MSG_NOSIGNAL,
  SHUT_RD,
  SHUT_WR,
  SO_LINGER,
  SOL_SOCKET,
  send,
  setsockopt,
  shutdown,
} from '#sys';
import { untilState } from './ends.ts';
`,
      replace: `  POLLRDHUP,
  poll,
  SHUT_RD,
  SHUT_WR,
  SIG_IGN,
  SIGPIPE,
  send,
  shutdown,
  signal,
  tcpInfo,
} from '#sys';
`,
    },
  ],
});
