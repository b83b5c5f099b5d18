import { expect, test } from 'vitest';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import { tcpRows } from '../../src/kit/kernel/tcp.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';
import { descriptorTable, ranges } from '../../src/web/descriptors.ts';

// Node 20 makes an io_uring only when it is asked to.
const env = { UV_USE_IO_URING: '1' };

test("all that Node's loops hold is shown as Node's own, their io_uring too", async () => {
  const server = await ObservedProgram.start('solutions/02-fork-per-connection/server.ts', { env });
  try {
    const rows = new Map(tcpRows().map((row) => [row.inode, row]));
    const { own, node } = descriptorTable(server.pid, rows);
    expect(own.map(({ what }) => what)).toEqual([`listener at port ${server.port}`]);
    const others = descriptors(server.pid).filter(({ fd }) => fd > 2 && fd !== own[0]?.fd);
    expect(node).toBe(ranges(others.map(({ fd }) => fd).sort((a, b) => a - b)));
  } finally {
    await server.end();
  }
});
