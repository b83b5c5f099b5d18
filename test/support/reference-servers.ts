/** Reference servers that serve several clients and echo what these send. */
export const ECHO_SERVERS: readonly string[] = [
  '02-fork-per-connection/server.ts',
  '03-select-timeouts/server.ts',
  '04-epoll/level.ts',
  '04-epoll/edge.ts',
  '09-reactor/echo.ts',
];

/** Those that send the files of a folder, `--dir`. */
export const FILE_SERVERS: readonly string[] = [
  '06-train-protocol/server.ts',
  '07-process-pool/server.ts',
  '08-thread-pool/server.ts',
];
