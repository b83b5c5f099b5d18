/** The service: configuration, daemon, pid file, log, signals, listener, master, in this order. */
import { resolve } from 'node:path';
import { Failure, program, ready } from '#program';
import { type Fd, getpid, getsockname } from '#sys';
import { readConfig } from './config.ts';
import { becomeDaemon, letGo } from './daemon.ts';
import { openMasters, type Way } from './listener.ts';
import { Log } from './log.ts';
import { Master } from './master.ts';
import { dropPidFile, takePidFile } from './pid-file.ts';
import { Signals } from './signals.ts';

interface Options {
  readonly port: number;
  readonly config: string;
  readonly listener: string;
  readonly daemon: boolean;
  readonly pid: string;
  readonly report: number;
}

function wayOf(text: string): Way {
  if (text !== 'shared' && text !== 'reuseport') throw new Failure(`--listener takes shared or reuseport, not ${text}`);
  return text;
}

function run({ port: wanted, config, listener, daemon, pid, report: reportTo }: Options): void {
  const way = wayOf(listener);
  const file = resolve(config); // before the daemon changes its directory
  const pidPath = pid === '' ? null : resolve(pid);
  const settings = readConfig(file);
  const report = !daemon ? null : reportTo > 0 ? reportTo : becomeDaemon();
  const pidFile = pidPath === null ? null : takePidFile(pidPath);
  const log = new Log(settings.log, settings.level);
  const signals = new Signals();
  const socket = openMasters(wanted, way);
  const port = portOf(socket);
  const own = new Set([report, pidFile].filter((fd) => fd !== null));
  const onServing = (): void => {
    ready(socket);
    if (report === null) return;
    letGo(report);
    own.delete(report);
  };
  const master = getpid();
  const parts = { file, settings, log, signals, socket, port, way, daemon, own, onServing };
  try {
    new Master(parts).run();
  } finally {
    const isMaster = getpid() === master; // an error of a worker comes through here as well
    if (isMaster && pidPath !== null && pidFile !== null) dropPidFile(pidPath, pidFile);
  }
}

function portOf(socket: Fd): number {
  const address = getsockname(socket);
  return 'port' in address ? address.port : 0;
}

program(
  import.meta.url,
  {
    about: 'A master and its workers: greets each client over HTTP.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      config: { default: 'greeter.conf', about: 'configuration file' },
      listener: { default: 'shared', about: 'shared, or reuseport: one listener for each worker' },
      daemon: { default: false, about: 'run in the background, without a terminal' },
      pid: { default: '', about: 'pid file' },
      report: { default: 0, about: 'descriptor on which the daemon reports; given by itself' },
    },
  },
  run,
);
