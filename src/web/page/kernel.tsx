import type { KernelView, ProcessView, ProgramView } from '../protocol.ts';

/** What /proc says now, or said last. */
export function Kernel(props: { view: KernelView | null; programs: readonly ProgramView[]; playing: boolean }) {
  const { view, programs, playing } = props;
  if (view === null || view.processes.length + view.sockets.length === 0) return null;
  return (
    <>
      <h2>{playing ? 'Now, in /proc' : 'In /proc, at the end'}</h2>
      <div class="processes">
        {view.processes.map((process) => (
          <Process
            key={process.pid}
            process={process}
            name={programs.find(({ pid }) => pid === process.program)?.name ?? ''}
          />
        ))}
        {view.more.processes > 0 && <p>and {view.more.processes} processes more</p>}
      </div>
      {view.sockets.length > 0 && <Sockets view={view} />}
    </>
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

/** What a thread or process does: its state as in /proc/PID/stat, and in words. */
function doing(state: string, blockedIn: string | null): string {
  const word = STATES[state] ?? '';
  return state === 'S' && blockedIn !== null && blockedIn !== 'running' ? `${word} in ${blockedIn}` : word;
}

function Process({ process, name }: { process: ProcessView; name: string }) {
  const { pid, ppid, program, state, blockedIn, threads, descriptors, node } = process;
  return (
    <article class={`process state-${state}`}>
      <h3>
        {pid === program ? name : 'child'} {pid}
        {pid !== program && <small> of {ppid}</small>}
      </h3>
      <p>
        <b class="state">{state}</b> {doing(state, blockedIn)}
      </p>
      {threads.length > 0 && (
        <ul>
          {threads.map((thread) => (
            <li key={thread.tid}>
              thread {thread.tid} <b class="state">{thread.state}</b> {doing(thread.state, thread.blockedIn)}
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

function Sockets({ view: { sockets, more } }: { view: KernelView }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is too wide is scrolled by keyboard, too
    <section class="sockets scrolls" tabIndex={0} aria-label="TCP sockets">
      <table>
        <thead>
          <tr>
            <th scope="col">local</th>
            <th scope="col">remote</th>
            <th scope="col">state</th>
            <th scope="col">unread</th>
            <th scope="col">unacked</th>
            <th scope="col">held by</th>
          </tr>
        </thead>
        <tbody>
          {sockets.map((row) => (
            <tr key={`${row.local}:${row.remote}`}>
              <td>{row.local}</td>
              <td>{row.remote === 0 ? '–' : row.remote}</td>
              <td>
                <b>{row.state}</b>
              </td>
              <td>{row.unread}</td>
              <td>{row.unacknowledged}</td>
              <td>{row.heldBy}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more.sockets > 0 && <p>and {more.sockets} more</p>}
    </section>
  );
}
