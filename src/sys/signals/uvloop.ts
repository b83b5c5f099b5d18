import { bindQuietly, registerCallback } from '../core/ffi.ts';

/**
 * A private libuv loop that catches signals.
 *
 * JavaScript cannot run inside a C signal handler, and signalfd(2) loses signals to Node's
 * other threads, which leave them unblocked. libuv's own C handler is safe: it writes the
 * signal's number to a pipe. This loop owns such handlers: `backendFd` becomes readable when
 * a signal has been caught, and `collect` reports the signals on the calling thread.
 */
const UV_RUN_NOWAIT = 2;
const UV_SIGNAL = 16; // uv_handle_type

const calloc = bindQuietly<(n: number, size: number) => number>('uintptr_t calloc(size_t n, size_t size)');
const uvLoopSize = bindQuietly('size_t uv_loop_size(void)');
const uvHandleSize = bindQuietly('size_t uv_handle_size(int type)');
const uvLoopInit = bindQuietly('int uv_loop_init(uintptr_t loop)');
const uvLoopFork = bindQuietly('int uv_loop_fork(uintptr_t loop)');
const uvBackendFd = bindQuietly('int uv_backend_fd(uintptr_t loop)');
const uvRun = bindQuietly('int uv_run(uintptr_t loop, int mode)');
const uvSignalInit = bindQuietly('int uv_signal_init(uintptr_t loop, uintptr_t handle)');
const uvSignalStart = bindQuietly('int uv_signal_start(uintptr_t handle, uintptr_t callback, int signum)');
const uvSignalStop = bindQuietly('int uv_signal_stop(uintptr_t handle)');

const watchers = new Map<number, number>();
let loop: number | null = null;
let callback: bigint | null = null;
let collected: (signum: number) => void = () => {};

/** Starts to catch `signum`: from now on `collect` reports it, and its default action does not happen. */
export function catchSignal(signum: number): number {
  loop ??= createLoop();
  let watcher = watchers.get(signum);
  if (watcher === undefined) {
    watcher = calloc(1, uvHandleSize(UV_SIGNAL));
    uvSignalInit(loop, watcher);
    watchers.set(signum, watcher);
  }
  const result = uvSignalStart(watcher, callback, signum);
  // The first turn of the loop puts libuv's signal pipe into its epoll set.
  uvRun(loop, UV_RUN_NOWAIT);
  return result;
}

/** Stops catching `signum`; libuv restores its default action. */
export function releaseSignal(signum: number): void {
  const watcher = watchers.get(signum);
  if (watcher !== undefined) uvSignalStop(watcher);
}

/** A descriptor that is readable while caught signals have not been collected; -1 before the first `catchSignal`. */
export function backendFd(): number {
  return loop === null ? -1 : uvBackendFd(loop);
}

/** Calls `report` for each caught signal, without waiting. */
export function collect(report: (signum: number) => void): void {
  if (loop === null) return;
  collected = report;
  uvRun(loop, UV_RUN_NOWAIT);
}

/** Gives a forked child its own signal pipe, in place of the parent's. */
export function forkLoop(): void {
  if (loop === null) return;
  uvLoopFork(loop);
  uvRun(loop, UV_RUN_NOWAIT);
}

function createLoop(): number {
  const memory = calloc(1, uvLoopSize());
  uvLoopInit(memory);
  callback = registerCallback('void OnSignal(uintptr_t handle, int signum)', (_handle: number, signum: number) =>
    collected(signum),
  );
  return memory;
}
