import { connect } from 'node:net';

/** A selection of a lesson's graded tests: those of one step with their prerequisites, from one on, some by title, or all. */
export interface Order {
  readonly step?: string;
  /** The tests of this step and of all later ones, with their prerequisites. */
  readonly from?: string;
  /** The prerequisites have passed before: count them as passed and do not run them. */
  readonly alone?: boolean;
  /** Further tests by title, with their prerequisites. */
  readonly titles?: readonly string[];
}

/**
 * The runner's order, from LAB_ORDER: a JSON object, or, for a runner that was started ahead of time, the path of a UNIX
 * socket that sends the object later. Without LAB_ORDER all tests run.
 */
export async function awaitOrder(): Promise<Order> {
  const order = process.env['LAB_ORDER'] ?? '{}';
  return JSON.parse(order.startsWith('{') ? order : await textFrom(order)) as Order;
}

function textFrom(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    connect(path)
      .setEncoding('utf8')
      .on('data', (data: string) => {
        text += data;
      })
      .on('end', () => resolve(text))
      .on('error', reject);
  });
}
