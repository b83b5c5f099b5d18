import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'edge.ts', find: `EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET`, replace: `EPOLLIN | EPOLLRDHUP` }],
  fails: ['edge: watches non-blocking sockets edge-triggered'],
  also: ['edge: loses no bytes of a client that reads late', 'edge: survives clients that reset'],
});
