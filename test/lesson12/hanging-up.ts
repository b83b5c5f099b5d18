import { graded, SERVER } from './lesson.ts';

graded('12.1', 5, 'hangs up on a client', async (t) => {
  const server = await t.start(SERVER);
  const client = await t.connect(server);
  await client.expectEnd();
});
