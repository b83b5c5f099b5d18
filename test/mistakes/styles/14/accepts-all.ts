import { style } from '#lesson';

/** accept until nobody waits, notes taken one by one, a table of pauses. */
export default style({
  edits: [
    {
      file: 'worker.ts',
      find: `    try {
      const connection = accept4(this.#listener, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (connection === null) return false;
      const { greeting } = this.#parts.settings;
      const client = new Client(connection.fd, greeting, (line) => this.#parts.log.info(line));
      this.#clients.set(client.fd, client);
      epollCtl(this.#epoll, EPOLL_CTL_ADD, client.fd, client.wants);
      return true;
    } catch (error) {
      if (goneBefore(error)) return true;
      if (!nothingLeft(error)) throw error;
      this.#parts.log.error(\`takes no connection for now: \${(error as Error).message}\`);
      this.#setListening(false);
      return false;
    }`,
      replace: `    const { greeting } = this.#parts.settings;
    for (;;) {
      try {
        const connection = accept4(this.#listener, SOCK_CLOEXEC);
        if (connection === null) return false;
        const { fd } = connection;
        setNonblocking(fd);
        const client = new Client(fd, greeting, (line) => this.#parts.log.info(line));
        epollCtl(this.#epoll, EPOLL_CTL_ADD, fd, client.wants);
        this.#clients.set(fd, client);
      } catch (error) {
        if (goneBefore(error)) continue;
        if (!nothingLeft(error)) throw error;
        this.#parts.log.error(\`full: \${(error as Error).message}\`);
        if (this.#listening) this.#setListening(false);
        return false;
      }
    }`,
    },
    {
      file: 'worker.ts',
      find: `  SOCK_NONBLOCK,
`,
      replace: ``,
    },
    {
      file: 'worker.ts',
      find: `  sigaction,
`,
      replace: `  setNonblocking,
  sigaction,
`,
    },
    {
      file: 'worker.ts',
      find: `    this.#deadline = performance.now() + this.#parts.settings.patience * 1000;
    while (this.#accept());
    if (this.#listening) this.#setListening(false);
    close(this.#listener);
    this.#parts.onLeaving();`,
      replace: `    this.#accept();
    this.#setListening(false);
    close(this.#listener);
    this.#deadline = performance.now() + 1000 * this.#parts.settings.patience;
    this.#parts.onLeaving();`,
    },
    {
      file: 'worker.ts',
      find: `    const told = this.#told;
    this.#told = new Set();
    if (told.has(SIGUSR1)) this.#parts.log.reopen();
    if (told.has(SIGTERM) || told.has(SIGINT)) return true;
    if (told.has(SIGQUIT) && this.#deadline === null) this.#leave();
    return this.#deadline !== null && (this.#clients.size === 0 || performance.now() >= this.#deadline);`,
      replace: `    const was = (signum: number): boolean => this.#told.delete(signum);
    if (was(SIGTERM) || was(SIGINT)) return true;
    if (was(SIGUSR1)) this.#parts.log.reopen();
    if (was(SIGQUIT) && this.#deadline === null) this.#leave();
    if (this.#deadline === null) return false;
    return this.#clients.size === 0 || this.#deadline <= performance.now();`,
    },
    {
      file: 'worker.ts',
      find: `  #told = new Set<number>();`,
      replace: `  readonly #told = new Set<number>();`,
    },
    {
      file: 'pool.ts',
      find: `    if (this.#pausing) return;
    this.#deaths = young ? this.#deaths + 1 : 0;
    if (!young) {
      this.#fill();
      return;
    }
    this.#pausing = true;
    setitimer(ITIMER_REAL, { value: Math.min(FIRST_PAUSE_MS * 2 ** (this.#deaths - 1), LAST_PAUSE_MS), interval: 0 });`,
      replace: `    if (this.#pausing) return;
    if (young) {
      const pause = [FIRST_PAUSE_MS, 200, 400, 800, 1600, 3200][this.#deaths] ?? LAST_PAUSE_MS;
      this.#deaths += 1;
      this.#pausing = true;
      setitimer(ITIMER_REAL, { value: pause, interval: 0 });
    } else {
      this.#deaths = 0;
      this.#fill();
    }`,
    },
    {
      file: 'master.ts',
      find: `    try {
      const settings = readConfig(this.#parts.file);
      this.#parts.log.change(settings.log, settings.level);
      this.#settings = settings;
    } catch (error) {
      if (!(error instanceof ConfigError) && !isSystemError(error)) throw error;
      this.#parts.log.error(\`the configuration stays as it is: \${error.message}\`);
      return;
    }
    this.#pool.begin(this.#settings.workers);`,
      replace: `    const { file, log } = this.#parts;
    let settings: Settings;
    try {
      settings = readConfig(file);
      log.change(settings.log, settings.level);
    } catch (error) {
      if (error instanceof ConfigError || isSystemError(error)) {
        log.error(\`nothing has changed: \${error.message}\`);
        return;
      }
      throw error;
    }
    this.#settings = settings;
    this.#pool.begin(settings.workers);`,
    },
  ],
});
