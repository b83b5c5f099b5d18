import { createInterface } from 'node:readline';
import { createVitest } from 'vitest/node';

/**
 * A test runner that has loaded everything and waits for its order: one line of JSON on standard input. It runs once. The
 * start that it has behind it is most of the time between a save and the first result.
 */
interface Order {
  readonly lesson: string;
  readonly env: Readonly<Record<string, string>>;
}

const vitest = await createVitest('test', { config: 'test/graded.config.ts', watch: false, configLoader: 'runner' });
for await (const line of createInterface({ input: process.stdin })) {
  const { lesson, env } = JSON.parse(line) as Order;
  Object.assign(process.env, env); // the workers inherit it
  await vitest.start([`test/lesson${lesson}.test.ts`]);
  break;
}
await vitest.close();
process.exit();
