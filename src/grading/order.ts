import { connect } from 'node:net';

/** Which of a lesson's graded tests are to run: those of one step and what they need, or all. */
export interface Order {
  readonly step?: string;
  /** What they need has passed before, and is taken for passed. */
  readonly alone?: boolean;
  /** These too, by title, and what they need. */
  readonly titles?: readonly string[];
}

/**
 * What the environment says, which is where a runner has it that starts with its order; one that was started ahead of time
 * connects to the socket that LAB_ORDER names, and gets its order there, one line of JSON.
 */
export async function awaitOrder(): Promise<Order> {
  const { LAB_ORDER: path, LAB_STEP: step, LAB_TITLES: titles } = process.env;
  if (path !== undefined) return JSON.parse(await lineFrom(path)) as Order;
  return {
    ...(step === undefined ? {} : { step }),
    ...(titles === undefined ? {} : { titles: JSON.parse(titles) as string[] }),
  };
}

function lineFrom(path: string): Promise<string> {
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
