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
  ],
});
