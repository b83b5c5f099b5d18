import { arch } from 'node:process';
import { EPOLL_CTL_DEL, EPOLLET, F_DUPFD, F_DUPFD_CLOEXEC } from '../sys/constants.ts';
import type { TraceEvent } from './model.ts';

/** The buffer that holds written data until it is read. An eventfd has one buffer, which holds a count. */
export interface Inbox {
  readonly counts: boolean;
  readonly initial: number;
}

type Interest = Map<number, { readonly file: Open; readonly mask: number }>;

/** An open file description. */
interface Open {
  readonly reads: Inbox | null;
  readonly writes: Inbox | null;
  readonly interest: Interest | null;
}

/**
 * The descriptor tables of all processes, replayed from the calls that make, copy and close descriptors. A descriptor from another
 * source, such as a message, is unknown.
 */
export class Descriptors {
  readonly #tables = new Map<number, Map<number, Open>>();
  /** Processes that also read and write by a ring or by threads of libc, which no record tells. */
  readonly #untold = new Set<number>();
  readonly #doubtful = new Set<Inbox>();

  constructor(pids: readonly number[]) {
    for (const pid of pids) this.#tables.set(pid, new Map());
  }

  reads(pid: number, fd: number): Inbox | null {
    return this.#open(pid, fd)?.reads ?? null;
  }

  writes(pid: number, fd: number): Inbox | null {
    return this.#open(pid, fd)?.writes ?? null;
  }

  /** All inboxes that an epoll instance waits for. */
  watched(pid: number, epfd: number): Inbox[] {
    const files = [...(this.#open(pid, epfd)?.interest?.values() ?? [])];
    return files.flatMap(({ file }) => (file.reads === null ? [] : [file.reads]));
  }

  /** The inboxes of the descriptor that an epoll_wait reported, if it reported exactly one. */
  readyIn(pid: number, epfd: number, event: TraceEvent): { inbox: Inbox; mask: number; edge: boolean } | null {
    if (event.result !== 1) return null;
    const { mask, fd } = epollEvent(event.preview);
    const known = this.#open(pid, epfd)?.interest?.get(fd);
    if (known === undefined || known.file.reads === null) return null;
    return { inbox: known.file.reads, mask, edge: (known.mask & EPOLLET) !== 0 };
  }

  /** From here on the process reads and writes in ways that are not recorded. */
  doubt(pid: number): void {
    this.#untold.add(pid);
    for (const file of this.#tables.get(pid)?.values() ?? []) this.#doubtFile(file);
  }

  /** Whether the records may lack reads or writes of this inbox. */
  isDoubtful(inbox: Inbox): boolean {
    return this.#doubtful.has(inbox);
  }

  #doubtFile({ reads, writes }: Open): void {
    for (const inbox of [reads, writes]) if (inbox !== null) this.#doubtful.add(inbox);
  }

  forget(pid: number, fd: number): void {
    this.#tables.get(pid)?.delete(fd);
  }

  follow(pid: number, event: TraceEvent): void {
    this.#follow(pid, event);
    if (this.#untold.has(pid)) this.doubt(event.name === 'fork' && event.result > 0 ? event.result : pid);
  }

  #follow(pid: number, { name, args, result, preview }: TraceEvent): void {
    const table = this.#tables.get(pid);
    if (table === undefined || (result < 0 && name !== 'close')) return;
    const [first, second, third] = args.map(Number) as [number, number, number];
    const bytes = Buffer.from(preview, 'latin1');
    switch (name) {
      case 'fork':
        this.#tables.set(result, new Map(table));
        break;
      case 'socketpair': {
        const [a, b] = [inbox(), inbox()];
        table.set(bytes.readInt32LE(0), { reads: a, writes: b, interest: null });
        table.set(bytes.readInt32LE(4), { reads: b, writes: a, interest: null });
        break;
      }
      case 'pipe2': {
        const box = inbox();
        table.set(bytes.readInt32LE(0), { reads: box, writes: null, interest: null });
        table.set(bytes.readInt32LE(4), { reads: null, writes: box, interest: null });
        break;
      }
      case 'eventfd': {
        const box = { counts: true, initial: first };
        table.set(result, { reads: box, writes: box, interest: null });
        break;
      }
      case 'epoll_create1':
        table.set(result, { reads: null, writes: null, interest: new Map() });
        break;
      case 'epoll_ctl': {
        const file = table.get(third);
        const interest = table.get(first)?.interest;
        if (second === EPOLL_CTL_DEL) interest?.delete(third);
        else if (file !== undefined) interest?.set(third, { file, mask: epollEvent(preview).mask });
        break;
      }
      case 'fcntl':
        if (second === F_DUPFD || second === F_DUPFD_CLOEXEC) copy(table, first, result);
        break;
      case 'dup':
      case 'dup2':
      case 'dup3':
        copy(table, first, result);
        break;
      case 'close_range':
        if (third === 0) for (const fd of [...table.keys()]) if (fd >= first && fd <= second) table.delete(fd);
        break;
      case 'close':
      case 'receives':
        table.delete(first);
        break;
      default:
        table.delete(result); // reused for a file of another kind
    }
  }

  #open(pid: number, fd: number): Open | undefined {
    return this.#tables.get(pid)?.get(fd);
  }
}

const inbox = (): Inbox => ({ counts: false, initial: 0 });

function copy(table: Map<number, Open>, from: number, to: number): void {
  const file = table.get(from);
  if (file === undefined) table.delete(to);
  else table.set(to, file);
}

/** The first struct epoll_event of some bytes: packed on x86-64 only. epoll_ctl(2) */
function epollEvent(preview: string): { mask: number; fd: number } {
  const bytes = Buffer.alloc(16);
  bytes.write(preview, 'latin1');
  return { mask: bytes.readUInt32LE(0), fd: bytes.readUInt32LE(arch === 'x64' ? 4 : 8) };
}
