/** The needs of lesson programs beside system calls: a command line, a log, a listener, and `todo`. */
export { goneBefore, nothingLeft } from './accept-errors.ts';
export { Failure } from './failure.ts';
export { serveInChildren } from './fork-server.ts';
export { log, ready, show } from './log.ts';
export { connectTo, listenOn, readWaiting, writeAll } from './net.ts';
export { program } from './program.ts';
export { Capture, type Packet } from './segments/capture.ts';
export { decodeSegment, type Segment } from './segments/decode.ts';
export { drawSegments, laneHeads, type States } from './segments/draw.ts';
export { ownNetwork } from './segments/network.ts';
export { pcapOf } from './segments/pcap.ts';
export { todo } from './todo.ts';
export { serveFiles, setPatience, TrainError } from './trains.ts';
