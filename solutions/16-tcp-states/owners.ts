/** Who holds a socket: the table has its inode, and /proc/PID/fd has the inode of each descriptor. */
import { readdirSync, readlinkSync } from 'node:fs';

/** The holders of each socket by its inode: `8121 fd 18`. One socket may have several. */
export function holders(): Map<number, string[]> {
  const found = new Map<number, string[]>();
  //#region 16.1
  // TODO 16.1: look at every descriptor of every process; the link of a socket reads socket:[INODE].
  //   - a process or a descriptor may end while you look, and those of other users are closed to you: go on
  //   man: proc(5)
  for (const pid of listOf('/proc').filter((name) => /^\d+$/.test(name)))
    for (const fd of listOf(`/proc/${pid}/fd`)) {
      const inode = Number(/^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1] ?? 0);
      if (inode !== 0) found.set(inode, [...(found.get(inode) ?? []), `${pid} fd ${fd}`]);
    }
  //#endregion
  return found;
}

/** The names in a folder; none when it is gone, or not ours to read. */
function listOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
