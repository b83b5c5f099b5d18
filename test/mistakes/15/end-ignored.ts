import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'blocking.ts',
      find: `    for (let n = recv(sender.fd, buffer); n !== 0; n = recv(sender.fd, buffer))
      writeAll(sender.fd, sender.take(buffer.subarray(0, n ?? 0)));
    sender.end();`,
      replace: '    for (;;) writeAll(sender.fd, sender.take(buffer.subarray(0, recv(sender.fd, buffer) ?? 0)));',
    },
  ],
  fails: ['blocking: each sender sees its own end, and no child is left'],
});
