import type { KernelView } from '../protocol.ts';

/** Both ends of every connection of the programs, as in /proc/net/tcp. */
export function Sockets({ view }: { view: KernelView | null }) {
  if (view === null || view.sockets.length === 0) return null;
  const { sockets, more } = view;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must be scrollable by keyboard
    <section class="sockets scrolls" tabIndex={0} aria-label="TCP sockets">
      <table>
        <caption>/proc/net/tcp, both ends</caption>
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
