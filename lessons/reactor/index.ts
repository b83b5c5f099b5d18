// Made from solutions/09-reactor by npm run skeletons: changes belong there.
export * from './byte-buffer.ts';
export * from './poller.ts';
export * from './channel.ts';
export * from './timer-heap.ts';
export * from './timers.ts';
export * from './loop.ts';
export * from './acceptor.ts';
export * from './connection.ts';
export * from './tcp-server.ts';
