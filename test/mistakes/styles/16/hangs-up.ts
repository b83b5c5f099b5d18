import { style } from '#lesson';

/** Other parsers, a close for a shutdown, resets by unread bytes, waits by poll, SO_ERROR asked after recv, SIGPIPE ignored. */
export default style({
  edits: [
    {
      file: 'rows.ts',
      find: `  const [, local = '', remote = '', state = '', queues = '', timer = '', , , , inode = ''] = line.trim().split(/\\s+/);
  const [unacknowledged = '', unread = ''] = queues.split(':');
  return {
    local: parseEndpoint(local),
    remote: parseEndpoint(remote),
    state: TCP_STATES[Number.parseInt(state, 16)] ?? 'UNKNOWN',
    unacknowledged: Number.parseInt(unacknowledged, 16),
    unread: Number.parseInt(unread, 16),
    timer: parseTimer(timer),
    inode: Number(inode),
  };
`,
      replace: `  const columns = /^ *\\d+: (\\S+) (\\S+) (\\S\\S) (\\w+):(\\w+) (\\S+) +\\S+ +\\d+ +\\d+ +(\\d+)/.exec(line);
  if (columns === null) throw new Error(\`no row: \${line}\`);
  const [local, remote, state, tx, rx, timer, inode] = columns.slice(1) as [string, string, string, string, string, string, string];
  const hex = (text: string): number => Number(\`0x\${text}\`);
  const row: Row = {
    local: parseEndpoint(local),
    remote: parseEndpoint(remote),
    state: TCP_STATES[hex(state)] ?? 'UNKNOWN',
    unacknowledged: hex(tx),
    unread: hex(rx),
    timer: parseTimer(timer),
    inode: Number.parseInt(inode, 10),
  };
  return row;
`,
    },
    {
      file: 'rows.ts',
      find: `  const [hex = '', port = ''] = text.split(':');
  const bytes = Buffer.from(hex, 'hex');
  return { address: addressText(bytes.swap32()), port: Number.parseInt(port, 16) };
`,
      replace: `  const at = text.indexOf(':');
  const bytes = new Uint8Array(at / 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < at; i += 8) view.setUint32(i / 2, Number.parseInt(text.slice(i, i + 8), 16), true);
  return { address: addressText(bytes), port: Number.parseInt(text.slice(at + 1), 16) };
`,
    },
    {
      file: 'owners.ts',
      find: `  for (const pid of listOf('/proc').filter((name) => /^\\d+$/.test(name)))
    for (const fd of listOf(\`/proc/\${pid}/fd\`)) {
      const inode = Number(/^socket:\\[(\\d+)\\]$/.exec(linkOf(\`/proc/\${pid}/fd/\${fd}\`))?.[1] ?? 0);
      if (inode !== 0) found.set(inode, [...(found.get(inode) ?? []), \`\${pid} fd \${fd}\`]);
    }
`,
      replace: `  for (const name of listOf('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    for (const fd of listOf(\`/proc/\${pid}/fd\`)) {
      const link = linkOf(\`/proc/\${pid}/fd/\${fd}\`);
      if (!link.startsWith('socket:[')) continue;
      const inode = Number(link.slice(8, -1));
      const list = found.get(inode);
      if (list === undefined) found.set(inode, [\`\${pid} fd \${fd}\`]);
      else list.push(\`\${pid} fd \${fd}\`);
    }
  }
`,
    },
    {
      file: 'opening.ts',
      find: `  const listener = boundSocket();
  listen(listener, 0);
  const before = boundSocket();
  startConnecting(before, portOf(listener));
  untilState(before, 'ESTABLISHED');
  const client = boundSocket();
  startConnecting(client, portOf(listener));
  const goOn = (): void => {
    finish(before, accepted(listener));
    finish(client, accepted(listener)); // the SYN is sent again after a second
    close(listener);
  };
  return { state: 'SYN_SENT', local: portOf(client), remote: portOf(listener), goOn };
`,
      replace: `  const listener = boundSocket();
  listen(listener, 1);
  const before = [boundSocket(), boundSocket()];
  for (const fd of before) {
    startConnecting(fd, portOf(listener));
    untilState(fd, 'ESTABLISHED');
  }
  const client = boundSocket();
  startConnecting(client, portOf(listener));
  const goOn = (): void => {
    for (const fd of [...before, client]) finish(fd, accepted(listener));
    close(listener);
  };
  return { state: 'SYN_SENT', local: portOf(client), remote: portOf(listener), goOn };
`,
    },
    {
      file: 'closing.ts',
      find: `  const { client, server } = connected();
  const ports = { local: portOf(server), remote: portOf(client) };
  shutdown(client, SHUT_WR);
  untilState(server, 'CLOSE_WAIT');
  return { state: 'CLOSE_WAIT', ...ports, goOn: () => finish(client, server) };
`,
      replace: `  const { client, server } = connected();
  const ports = { local: portOf(server), remote: portOf(client) };
  close(client); // nobody holds it any more, and it waits for our FIN
  untilState(server, 'CLOSE_WAIT');
  return { state: 'CLOSE_WAIT', ...ports, goOn: () => close(server) };
`,
    },
    {
      file: 'closing.ts',
      find: `import { SHUT_WR, shutdown }`,
      replace: `import { close, SHUT_WR, shutdown }`,
    },
    {
      file: 'designs.ts',
      find: `  shutdown(server, SHUT_WR);
  const got = drain(client);
  close(client);
  drain(server);
  close(server);
  return got;
`,
      replace: `  close(server); // it has read the whole request
  const got = drain(client);
  close(client);
  return got;
`,
    },
    {
      file: 'designs.ts',
      find: `  const got = readAnswer(client);
  shutdown(client, SHUT_WR);
  drain(server);
  close(server);
  drain(client);
  close(client);
  return got;
`,
      replace: `  const got = readAnswer(client);
  close(client);
  drain(server);
  close(server);
  return got;
`,
    },
    {
      file: 'sheet.ts',
      find: `  switch (situation) {
    case 'fin':
      return ['5 bytes', 'EPIPE', '0 bytes'];
    case 'half':
      return ['0 bytes', '5 bytes', '5 bytes'];
    case 'reset-write':
      return ['ECONNRESET', 'EPIPE', '0 bytes'];
    case 'reset-read':
      return ['ECONNRESET', '0 bytes', 'EPIPE'];
    case 'unread':
      return ['5 bytes', 'ECONNRESET', '0 bytes', 'EPIPE'];
    case 'late':
      return ['5 bytes', '5 bytes', '0 bytes', 'EPIPE'];
    case 'no-write':
      return ['EPIPE', 'waits'];
    case 'no-read':
      return ['0 bytes', '5 bytes'];
    case 'copy-close':
      return ['waits', '5 bytes'];
    case 'copy-shutdown':
      return ['0 bytes', '5 bytes'];
    default:
      return [];
  }
`,
      replace: `  const all: Readonly<Record<string, readonly Outcome[]>> = {
    'fin': ['5 bytes', 'EPIPE', '0 bytes'],
    'half': ['0 bytes', '5 bytes', '5 bytes'],
    'reset-write': ['ECONNRESET', 'EPIPE', '0 bytes'],
    'reset-read': ['ECONNRESET', '0 bytes', 'EPIPE'],
    'unread': ['5 bytes', 'ECONNRESET', '0 bytes', 'EPIPE'],
    'late': ['5 bytes', '5 bytes', '0 bytes', 'EPIPE'],
    'no-write': ['EPIPE', 'waits'],
    'no-read': ['0 bytes', '5 bytes'],
    'copy-close': ['waits', '5 bytes'],
    'copy-shutdown': ['0 bytes', '5 bytes'],
  };
  return all[situation] ?? [];
`,
    },
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
    {
      file: 'guard.ts',
      find: `  setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, true);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, idle);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, interval);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, count);
  setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, timeout);
`,
      replace: `  if (timeout > 0) setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, timeout);
  for (const [option, value] of [
    [TCP_KEEPCNT, count],
    [TCP_KEEPINTVL, interval],
    [TCP_KEEPIDLE, idle],
  ] as const)
    setsockopt(fd, IPPROTO_TCP, option, value);
  setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, true);
`,
    },
    {
      file: 'guard.ts',
      find: `  const error = getsockopt(fd, SOL_SOCKET, SO_ERROR);
  if (error !== 0) return errorCode(error);
  try {
    const n = recv(fd, Buffer.alloc(65_536));
    if (n === null) return 'nothing';
    return n === 0 ? 'end' : 'data';
  } catch (failed) {
    if (!isSystemError(failed)) throw failed;
    return failed.code;
  }
`,
      replace: `  let n: number | null;
  try {
    n = recv(fd, Buffer.alloc(2));
  } catch (failed) {
    if (!isSystemError(failed)) throw failed;
    return failed.code;
  }
  if (n === null) return 'nothing';
  if (n > 0) return 'data'; // an error comes with the next news
  const error = getsockopt(fd, SOL_SOCKET, SO_ERROR);
  return error === 0 ? 'end' : errorCode(error);
`,
    },
  ],
});
