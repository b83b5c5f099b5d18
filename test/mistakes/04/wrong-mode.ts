import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L04-B15',
  edits: [{ file: 'edge.ts', find: `EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET`, replace: `EPOLLIN | EPOLLRDHUP` }],
  fails: ['edge: watches edge-triggered, without blocking'],
  also: ['edge: loses nothing of a client that reads late', 'edge: survives clients that reset'],
});
