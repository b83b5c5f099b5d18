import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'edge.ts', find: `EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET`, replace: `EPOLLIN | EPOLLRDHUP` }],
  fails: ['edge: watches edge-triggered, without blocking'],
  also: ['edge: loses nothing of a client that reads late', 'edge: survives clients that reset'],
});
