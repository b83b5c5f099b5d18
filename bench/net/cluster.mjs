/** Echo with the cluster module: a process for each loop. cluster.mjs COUNT. Prints its port. */
import cluster from 'node:cluster';
import { createServer } from 'node:net';

if (cluster.isPrimary) {
  let told = false;
  cluster.on('listening', (_, { port }) => {
    if (!told) process.stdout.write(`listening 127.0.0.1:${port}\n`);
    told = true;
  });
  for (let i = 0; i < Number(process.argv[2] ?? 2); i++) cluster.fork();
} else {
  process.on('disconnect', () => process.exit()); // the primary was killed
  createServer({ noDelay: true }, (socket) => {
    socket.on('data', (data) => socket.write(data)).on('error', () => {});
  }).listen(0, '127.0.0.1');
}
