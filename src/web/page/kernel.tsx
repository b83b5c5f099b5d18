import type { PackedTrace } from '../../trace/packed.ts';
import type { KernelView, ProcessView, ProgramView } from '../protocol.ts';

/** The present, or last, state in /proc. */
export function Kernel(props: {
  view: KernelView | null;
  programs: readonly ProgramView[];
  lanes: PackedTrace | null;
  playing: boolean;
}) {
  const { view, programs, lanes, playing } = props;
  if (view === null || view.processes.length === 0) return null;
  return (
    <section class="kernel" aria-label="What the kernel shows">
      <h2>{playing ? 'Now, in /proc' : 'In /proc, at the end'}</h2>
      <div class="processes">
        {view.processes.map((process) => (
          <Process
            key={process.pid}
            process={process}
            open={openCalls(lanes)}
            name={programs.find(({ pid }) => pid === process.program)?.name ?? ''}
          />
        ))}
        {view.more.processes > 0 && <p>and {view.more.processes} processes more</p>}
      </div>
    </section>
  );
}

const STATES: Readonly<Record<string, string>> = {
  R: 'runs',
  S: 'sleeps',
  D: 'waits for a device',
  T: 'stopped',
  t: 'stopped by a tracer',
  Z: 'zombie',
  X: 'dead',
};

/** The calls that have not returned, from the trace. */
function openCalls(lanes: PackedTrace | null): ReadonlyMap<number, string> {
  const calls = (lanes?.lanes ?? []).map(({ tid, took, text }): [number, string | undefined] => [
    tid,
    took.at(-1) === -1 ? lanes?.texts[text.at(-1) ?? -1]?.replace('()', '') : undefined,
  ]);
  return new Map(calls.filter((call): call is [number, string] => call[1] !== undefined));
}

/**
 * The activity of a thread, in words. With handlers installed a call of the program waits in poll, so that no signal is lost:
 * then both calls are named.
 */
function doing(tid: number, state: string, blockedIn: string | null, open: ReadonlyMap<number, string>): string {
  const word = STATES[state] ?? '';
  if (state !== 'S' || blockedIn === null || blockedIn === 'running') return word;
  const call = open.get(tid);
  const inside = blockedIn === 'poll' && call !== undefined && !call.startsWith('poll') ? `, for ${call}` : '';
  return `${word} in ${blockedIn}${inside}`;
}

function Process(props: { process: ProcessView; name: string; open: ReadonlyMap<number, string> }) {
  const { process, name, open } = props;
  const { pid, ppid, program, state, blockedIn, threads, descriptors, node } = process;
  return (
    <article class={`process state-${state}`}>
      <h3>
        {pid === program ? name : 'child'} {pid}
        {pid !== program && <small> of {ppid}</small>}
      </h3>
      {threads.length === 0 ? (
        <p>
          <b class="state">{state}</b> {doing(pid, state, blockedIn, open)}
        </p>
      ) : (
        <ul>
          {threads.map((thread) => (
            <li key={thread.tid}>
              {thread.tid === pid ? 'main thread' : `thread ${thread.tid}`} <b class="state">{thread.state}</b>{' '}
              {doing(thread.tid, thread.state, thread.blockedIn, open)}
            </li>
          ))}
        </ul>
      )}
      {descriptors.length > 0 && (
        <ul class="descriptors">
          {descriptors.map(({ fd, what, interests, more }) => (
            <li key={fd}>
              <b>fd {fd}</b> {what}
              {interests.length > 0 && (
                <ul>
                  {interests.map((interest) => (
                    <li key={interest.fd}>
                      fd {interest.fd} <b>{interest.mask}</b> {interest.what}
                    </li>
                  ))}
                </ul>
              )}
              {more > 0 && <span> and {more} more</span>}
            </li>
          ))}
        </ul>
      )}
      {state !== 'Z' && (
        <p class="node">
          {node.descriptors !== '' && `Node's own: fd ${node.descriptors}`}
          {node.threads > 0 && `, ${node.threads} threads`}
        </p>
      )}
    </article>
  );
}
