import { createInterface } from 'node:readline';
import { createVitest } from 'vitest/node';

/**
 * A test runner that has loaded the tests of one lesson and waits for its order: one line of JSON on standard input. It runs
 * once. What it has behind it by then is most of the time between a save and the first result.
 */
interface Order {
  readonly env: Readonly<Record<string, string>>;
}

const file = `test/lesson${process.argv[2]}.test.ts`;
const vitest = await createVitest('test', { config: 'test/graded.config.ts', watch: false, configLoader: 'runner' });

// Collects the tests and runs none of them: their modules are transformed, and stay so.
process.env['LAB_TITLES'] = '[]';
await vitest.start([file]);
delete process.env['LAB_TITLES'];

for await (const line of createInterface({ input: process.stdin })) {
  const { env } = JSON.parse(line) as Order;
  Object.assign(process.env, env); // the workers inherit it
  await vitest.runTestSpecifications(await vitest.getRelevantTestSpecifications([file]), true);
  break;
}
await vitest.close();
process.exit();
