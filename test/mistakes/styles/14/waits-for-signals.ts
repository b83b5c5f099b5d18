import { style } from '#lesson';

/** sigwaitinfo for handlers and sigsuspend, a regular expression for the file, one buffer of parts for a line, children asked one by one. */
export default style({
  edits: [
    {
      file: 'signals.ts',
      find: `    this.outside = sigprocmask(SIG_BLOCK, MASTER_SIGNALS);
    for (const signum of MASTER_SIGNALS) {
      sigaction(signum, { handler: (_signum, { pid }) => this.#note({ signum, pid }) });
    }`,
      replace: `    this.outside = sigprocmask(SIG_BLOCK, MASTER_SIGNALS);`,
    },
    {
      file: 'signals.ts',
      find: `    while (this.#notes.length === 0) sigsuspend(this.outside);
    const notes = this.#notes;
    this.#notes = [];
    return notes;`,
      replace: `    for (let info: Siginfo | null = sigwaitinfo(MASTER_SIGNALS); info !== null; ) {
      this.#note({ signum: info.signo, pid: info.pid });
      info = sigtimedwait(MASTER_SIGNALS, 0);
    }
    return this.#notes.splice(0);`,
    },
    {
      file: 'signals.ts',
      find: `  sigaction,
  sigprocmask,
  sigsuspend,
`,
      replace: `  type Siginfo,
  sigprocmask,
  sigtimedwait,
  sigwaitinfo,
`,
    },
    {
      file: 'signals.ts',
      find: `  #notes: Note[] = [];`,
      replace: `  readonly #notes: Note[] = [];`,
    },
    {
      file: 'config.ts',
      find: `  const values: Record<string, string | number> = {};
  for (const [index, raw] of text.split('\\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const where = \`\${file}:\${index + 1}\`;
    const equals = line.indexOf('=');
    if (equals < 0) throw new ConfigError(\`\${where}: "\${line}" is not of the form key = value\`);
    const key = line.slice(0, equals).trim();
    const kind = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (kind === undefined) throw new ConfigError(\`\${where}: there is no setting "\${key}"\`);
    if (Object.hasOwn(values, key)) throw new ConfigError(\`\${where}: "\${key}" is set twice\`);
    const value = valueFrom(line.slice(equals + 1).trim(), kind);
    if (value === null) throw new ConfigError(\`\${where}: "\${key}" takes \${described(kind)}\`);
    values[key] = value;
  }
  return { ...DEFAULTS, ...values };`,
      replace: `  const values = new Map<string, string | number>();
  text.split(/\\r?\\n/).forEach((raw, index) => {
    const refuse = (why: string): never => {
      throw new ConfigError(\`\${file}:\${index + 1}: \${why}: \${raw.trim()}\`);
    };
    if (/^\\s*(#.*)?$/.test(raw)) return;
    const [, key = '', given = ''] = /^\\s*([^=]*?)\\s*=\\s*(.*?)\\s*$/.exec(raw) ?? refuse('no equals sign in');
    const [, kind] = Object.entries(KEYS).find(([name]) => name === key) ?? refuse('an unknown setting in');
    if (values.has(key)) refuse('a setting that stands there already');
    values.set(key, valueFrom(given, kind) ?? refuse(\`not \${described(kind)}\`));
  });
  return { ...DEFAULTS, ...Object.fromEntries(values) };`,
    },
    {
      file: 'config.ts',
      find: `  if (kind.kind === 'text') return text;
  if (kind.kind === 'word') return kind.words.includes(text) ? text : null;
  const value = Number(text);
  return /^\\d+$/.test(text) && value >= kind.min && value <= kind.max ? value : null;`,
      replace: `  switch (kind.kind) {
    case 'text':
      return text;
    case 'word':
      return kind.words.find((word) => word === text) ?? null;
    case 'number': {
      if (text === '' || [...text].some((digit) => digit < '0' || digit > '9')) return null;
      const value = Number.parseInt(text, 10);
      return value < kind.min || value > kind.max ? null : value;
    }
  }`,
    },
    {
      file: 'log.ts',
      find: `    if (LEVELS.indexOf(level) < LEVELS.indexOf(this.#level)) return;
    const line = \`\${new Date().toISOString()} \${getpid()} \${level} \${printable(text)}\\n\`;
    try {
      retryOnEintr(() => write(this.#fd, Buffer.from(line)));
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }`,
      replace: `    const wanted = LEVELS.slice(LEVELS.indexOf(this.#level));
    if (!wanted.includes(level)) return;
    const words = [new Date().toISOString(), String(getpid()), level, printable(text)];
    try {
      writev(this.#fd, [Buffer.from(words.join(' ')), Buffer.from('\\n')]);
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }`,
    },
    {
      file: 'log.ts',
      find: `  retryOnEintr,
  write,
`,
      replace: `  writev,
`,
    },
    {
      file: 'pool.ts',
      find: `    const options = WNOHANG | WUNTRACED | WCONTINUED;
    for (let child = waitpid(-1, options); child !== null; child = waitpid(-1, options)) {
      this.#log.info(\`worker \${child.pid} \${describeStatus(child)}\`);
      if (child.exitCode !== null || child.termSignal !== null) this.#gone(child);
    }`,
      replace: `    for (const pid of [...this.#members.keys()]) {
      for (;;) {
        const child = waitpid(pid, WNOHANG | WUNTRACED | WCONTINUED);
        if (child === null) break;
        this.#log.info(\`worker \${pid} \${describeStatus(child)}\`);
        const ended = child.stopSignal === null && !child.continued;
        if (ended) this.#gone(child);
        if (ended) break;
      }
    }`,
    },
    {
      file: 'spawn.ts',
      find: `  const pid = fork();
  if (pid > 0) return pid;
  for (const fd of masters) close(fd);
  for (const signum of MASTER_SIGNALS) signal(signum, SIG_DFL);
  _exit(work());`,
      replace: `  const pid = fork();
  if (pid === 0) {
    let status = 1;
    masters.forEach((fd) => close(fd));
    status = work();
    _exit(status);
  }
  return pid;`,
    },
    {
      file: 'spawn.ts',
      find: `import { _exit, close, type Fd, fork, SIG_DFL, signal } from '#sys';
import { MASTER_SIGNALS } from './signals.ts';
`,
      replace: `import { _exit, close, type Fd, fork } from '#sys';
`,
    },
    {
      file: 'listener.ts',
      find: `  const fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
  setsockopt(fd, SOL_SOCKET, option, true);
  bind(fd, { family: AF_INET, address: INADDR_LOOPBACK, port });
  return fd;`,
      replace: `  const fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC);
  setsockopt(fd, SOL_SOCKET, option, true);
  bind(fd, { family: AF_INET, address: INADDR_LOOPBACK, port });
  setNonblocking(fd);
  return fd;`,
    },
    {
      file: 'listener.ts',
      find: `  SOCK_NONBLOCK,
`,
      replace: ``,
    },
    {
      file: 'listener.ts',
      find: `  setsockopt,
`,
      replace: `  setNonblocking,
  setsockopt,
`,
    },
  ],
});
