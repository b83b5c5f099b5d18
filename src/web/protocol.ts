/** The messages between the projector page and its server. The page itself keeps no state but its look. */
import type { PackedTrace } from '../trace/packed.ts';

export interface PageState {
  /** Differs for each run of the server: the page reloads itself when it changes. */
  readonly server: string;
  readonly lesson: { readonly id: string; readonly title: string };
  readonly titles: readonly string[];
  readonly step: StepView;
  readonly phase: Phase;
  /** The predicted choice; null without a prediction. */
  readonly chosen: number | null;
  readonly told: readonly Told[];
  readonly programs: readonly ProgramView[];
  readonly kernel: KernelView | null;
  readonly lanes: PackedTrace | null;
  readonly reveal: Reveal | null;
}

/** The fields that have changed, each complete. */
export type Patch = Partial<PageState>;

export type Phase = 'asking' | 'playing' | 'done';

export interface StepView {
  readonly index: number;
  readonly title: string;
  readonly say: string;
  readonly code: CodeView | null;
  readonly question: string;
  readonly choices: readonly { readonly key: string; readonly text: string }[];
}

export interface CodeView {
  readonly file: string;
  readonly step: string;
  /** A piece for each region of the step. */
  readonly pieces: readonly (readonly { readonly number: number; readonly tokens: readonly CodeToken[] }[])[];
}

export interface CodeToken {
  readonly kind: 'plain' | 'comment' | 'string' | 'word' | 'constant';
  readonly text: string;
}

/** Sent only after the step has been played. */
export interface Reveal {
  readonly answer: number;
  readonly proves: string;
}

export type Told =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'show'; readonly title: string; readonly lines: readonly string[] }
  | { readonly kind: 'claim'; readonly holds: boolean; readonly text: string };

export interface ProgramView {
  readonly pid: number;
  readonly name: string;
  /** The last lines that it has printed. */
  readonly lines: readonly string[];
  /** The number of lines before them. */
  readonly earlier: number;
  /** The description of its exit; null while it runs. */
  readonly end: string | null;
}

/** The state of all programs of the stage in /proc, at one moment. */
export interface KernelView {
  readonly processes: readonly ProcessView[];
  readonly sockets: readonly SocketView[];
  /** Processes and rows that were left out. */
  readonly more: { readonly processes: number; readonly sockets: number };
}

export interface ProcessView {
  readonly pid: number;
  readonly ppid: number;
  /** The program that it belongs to, by the pid of its first process. */
  readonly program: number;
  /** R, S, Z… as in /proc/PID/stat. */
  readonly state: string;
  readonly blockedIn: string | null;
  /** The threads of the program, when there are several. */
  readonly threads: readonly { readonly tid: number; readonly state: string; readonly blockedIn: string | null }[];
  readonly descriptors: readonly DescriptorView[];
  /** Node's own threads and descriptors. */
  readonly node: { readonly descriptors: string; readonly threads: number };
}

export interface DescriptorView {
  readonly fd: number;
  readonly what: string;
  /** The interest list of an epoll descriptor. */
  readonly interests: readonly { readonly fd: number; readonly mask: string; readonly what: string }[];
  /** Rows of a long table that were left out. */
  readonly more: number;
}

/** A TCP socket. */
export interface SocketView {
  readonly local: number;
  /** 0 of a listener. */
  readonly remote: number;
  readonly state: string;
  readonly unread: number;
  readonly unacknowledged: number;
  readonly heldBy: string;
}

export type Action =
  | { readonly do: 'go'; readonly step: number }
  | { readonly do: 'run'; readonly step: number; readonly choice: number | null };

export const NO_KERNEL: KernelView = { processes: [], sockets: [], more: { processes: 0, sockets: 0 } };
