import { connect } from 'node:net';

/** Which of a lesson's graded tests are to run: those of one step and what they need, some by title, or all. */
export interface Order {
  readonly step?: string;
  /** What they need has passed before, and is taken for passed. */
  readonly alone?: boolean;
  /** These too, by title, and what they need. */
  readonly titles?: readonly string[];
  /** How many tests of a lesson run at a time; by default several for a step, and one after the other for a whole lesson. */
  readonly atOnce?: number;
}

/**
 * The runner's order, from LAB_ORDER: one JSON object; or the path of a UNIX socket, for a runner that was started ahead of time: it
 * connects, and gets the object when there is one. Without LAB_ORDER all tests run.
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
