/** Echo with the cluster module: a process for each loop. cluster.mjs COUNT. Prints its port when all of them listen. */
import cluster from 'node:cluster';
import { createServer } from 'node:net';

if (cluster.isPrimary) {
  const count = Number(process.argv[2] ?? 2);
  let ready = 0;
  cluster.on('listening', (_, { port }) => {
    ready++;
    if (ready === count) process.stdout.write(`listening 127.0.0.1:${port}\n`);
  });
  for (let i = 0; i < count; i++) cluster.fork();
} else {
  process.on('disconnect', () => process.exit()); // the primary was killed
  createServer({ noDelay: true }, (socket) => {
    socket.on('data', (data) => socket.write(data)).on('error', () => {});
  }).listen(0, '127.0.0.1');
}
