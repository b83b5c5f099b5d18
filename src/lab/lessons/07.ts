import type { Lesson } from '../lesson.ts';

export const lesson07: Lesson = {
  id: '07',
  slug: 'process-pool',
  title: 'Process pool',
  goal: 'Workers made before the clients come, and connections passed to them as descriptors.',
  files: ['workers.ts', 'channel.ts', 'worker.ts', 'server.ts', 'try.ts'],
  run: {
    server: 'server.ts',
    args: ['--dir', 'lessons/07-process-pool'],
    elsewhere: true,
    talk: 'npm run lesson 06 run client -- --port PORT --get README.md --into /tmp',
  },
  steps: [
    {
      id: '07.1',
      key: 'process-pool/workers',
      title: 'make workers',
      file: 'workers.ts',
      hints: [
        'After a fork both processes have every descriptor. A channel has two ends: who uses which, and who must not have the other one, because an end is only over when its last copy is closed?',
        'socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC) before fork; when that throws, close both ends and throw again. Child: close the parent end, close all of `inherited`, leaveSignalsToParent(), _exit(work(end)). Parent: close the child end.',
        'const [ours, theirs] = socketpair(…); let pid: number; try { pid = fork(); } catch (error) { close(ours); close(theirs); throw error; } if (pid === 0) { close(ours); for (const fd of inherited) close(fd); …; _exit(work(theirs)); } close(theirs); return { pid, channel: ours, busy: false };',
      ],
    },
    {
      id: '07.2',
      key: 'process-pool/descriptors',
      title: 'sendFd and recvFd',
      file: 'channel.ts',
      hints: [
        'A descriptor is a number in a table of your own process: the number means nothing to anybody else. The kernel must put the open file itself into the table of the other one, and it does so for a message with control data.',
        'sendmsg(channel, { buffers, fds }) with one byte in the buffers; recvmsg(channel, [byte], cmsgSpace(4)): room for one descriptor. The result has bytes and fds.',
        'sendmsg(channel, { buffers: [Buffer.from([CONNECTION])], fds: [fd] }); … const message = recvmsg(channel, [byte], cmsgSpace(4)); null for bytes 0 and for EXIT; else message.fds[0].',
      ],
    },
    {
      id: '07.3',
      key: 'process-pool/worker',
      title: "the worker's loop",
      file: 'worker.ts',
      hints: [
        'Receive, serve, close, report, again. Only the parent decides when that ends; a client that has gone is the end of a connection, not of a worker.',
        'recvFd gives null when there will be no more. setPatience(conn, patience * 1000), serveFiles(conn, directory), close in `finally`, then reportFree(channel).',
        'for (let conn = recvFd(channel); conn !== null; conn = recvFd(channel)) { try { … } catch (error) { if (!isSystemError(error) && !(error instanceof TrainError)) throw error; log(…); } finally { close(conn); } reportFree(channel); } return 0;',
      ],
    },
    {
      id: '07.4',
      key: 'process-pool/hand-out',
      title: 'the parent hands out',
      file: 'server.ts',
      hints: [
        'Accept only what you can give away at once. The rest waits in the kernel, in order, and costs you nothing: unless you go on watching the listener, which stays readable all the while.',
        'While this.#idle() finds somebody and accept4 brings a connection: this.#give, then close your copy. Then epollCtl(…, EPOLL_CTL_MOD, listener, 0). In #hear: busy = false, and EPOLL_CTL_MOD with EPOLLIN again.',
        'for (let worker = this.#idle(); worker !== null; worker = this.#idle()) { const accepted = accept4(this.#listener, SOCK_CLOEXEC); if (accepted === null) return; this.#give(worker, accepted.fd); close(accepted.fd); }',
      ],
    },
    {
      id: '07.5',
      key: 'process-pool/death',
      title: 'a worker dies',
      file: 'server.ts',
      hints: [
        'A channel whose other end is gone is readable for ever: read says 0 each time. Somebody must take it out of the list, and somebody must reap the process. And a new worker may die as soon as the last one, or not come to be at all: how long do you wait before the next?',
        'In #replace: EPOLL_CTL_DEL, close, delete from #workers, kill with SIGKILL, waitpid(pid). Then #refill. In #give: EPIPE means the same; throw other errors again. In #refill: return when #stopping, #pausing or all are there; else #pausing = true, timerfdSettime(#timer, { value: PAUSE_MS }), #addWorker, EPOLL_CTL_MOD; catch what fork throws.',
        "epollCtl(this.#epoll, EPOLL_CTL_DEL, dead.channel); close(dead.channel); this.#workers.delete(dead.channel); kill(dead.pid, SIGKILL); const ended = retryOnEintr(() => waitpid(dead.pid)); … this.#refill(); and there: if (!isSystemError(error) || error.syscall !== 'fork') throw error; log(…);",
      ],
    },
    {
      id: '07.6',
      key: 'process-pool/exit',
      title: 'two ways to exit',
      file: 'server.ts',
      hints: [
        'A handler may come between any two lines of yours. So it only leaves a note where the loop will find it; the loop decides what to do, when everything is in order.',
        'wake: write one byte into this.#wake[1]. #stop: read this.#wake[0]; the first time set #stopping, close the listener, #tellToExit for each channel; if a byte is SIGINT, kill(pid, SIGINT) for each worker.',
        'const n = read(this.#wake[0], bytes) ?? 0; if (!this.#stopping) { this.#stopping = true; close(this.#listener); for (const { channel } of this.#workers.values()) this.#tellToExit(channel); } if (bytes.subarray(0, n).includes(SIGINT)) …',
      ],
    },
  ],
  mistakes: {
    'L07-B01': {
      slug: 'fd-number',
      name: 'the number is sent, not the descriptor',
      question: 'Descriptor 21 is a row of your table. What is row 21 of the worker?',
    },
    'L07-B02': {
      slug: 'no-data',
      name: 'control data without a byte of data',
      question: 'A stream that carries no byte: what is there for the receiver to receive?',
    },
    'L07-B03': {
      slug: 'no-room',
      name: 'no room for control data',
      question: 'Where does recvmsg put a descriptor when you gave it no room, and who closes it then?',
    },
    'L07-B04': {
      slug: 'parent-copy',
      name: 'the parent keeps its copy of the connection',
      question:
        'The worker has closed the connection. How many copies of the descriptor are left, and does the client hear of it?',
    },
    'L07-B05': {
      slug: 'still-watched',
      name: 'a connection that was passed on is still in the interest list',
      question: 'epoll watches the open file, not your descriptor. Who else has that file open?',
    },
    'L07-B06': {
      slug: 'unburied',
      name: 'a dead worker is not buried',
      question:
        'The other end of the channel is gone. What does read say, how often, and what does epoll make of that?',
    },
    'L07-B07': {
      slug: 'siblings',
      name: 'a worker holds ends of channels that are not its own',
      question: 'How many copies of that end are there after three forks, and when is a channel over?',
    },
    'L07-B08': {
      slug: 'never-busy',
      name: 'who is busy is not kept',
      question: 'Which worker has nothing to do, and how do you know?',
    },
    'L07-B09': {
      slug: 'spin',
      name: 'nobody is idle: the parent spins or drops the connection',
      question: 'A connection waits and you cannot take it. What will epoll tell you next, and when?',
    },
    'L07-B11': {
      slug: 'one-client',
      name: 'the worker ends with its client',
      question: 'What is the worker to do when this client has gone?',
    },
    'L07-B12': {
      slug: 'killed-transfer',
      name: 'SIGTERM breaks off a transfer, or leaves workers behind',
      question: 'Somebody is in the middle of a file. Who tells the worker to exit, and when will it read that?',
    },
    'L07-B13': {
      slug: 'handler-exits',
      name: 'the handler leaves no note: it ends the parent, or does nothing',
      question: 'A signal came while the loop slept. Where will the loop find it when it looks?',
    },
    'L07-B15': {
      slug: 'both-ends',
      name: "the parent keeps the worker's end",
      question: 'The worker died before it received. Who still has an end of its channel, with the connection in it?',
    },
    'L07-B16': {
      slug: 'control-layout',
      name: 'the control data is laid out wrong',
      question: 'How wide is cmsg_len on this machine, and where do the level and the type stand?',
    },
    'L07-B17': {
      slug: 'listener-inherited',
      name: 'a worker has the listener',
      question: 'The parent closes the listener. Why does the port still answer?',
    },
    'L07-B19': {
      slug: 'channel-end',
      name: 'the worker does not see the end of its channel',
      question: 'recvmsg brought 0 bytes. Will there ever be more?',
    },
    'L07-B20': {
      slug: 'unclosed',
      name: 'the worker does not close the connection',
      question: 'The client has no more requests. What tells it that the server has no more answers?',
    },
    'L07-B21': {
      slug: 'no-report',
      name: 'the worker does not report',
      question: 'How does the parent learn that the worker is free again?',
    },
    'L07-B22': {
      slug: 'last-first',
      name: 'who came last is served first',
      question: 'Where do connections wait, and in which order do they leave?',
    },
    'L07-B23': {
      slug: 'given-to-the-dead',
      name: 'a connection is given to a dead worker',
      question: 'sendmsg threw EPIPE. The worker is dead: what becomes of the connection in your hand?',
    },
    'L07-B24': {
      slug: 'note-unread',
      name: 'the pipe of the handler is not read',
      question: 'A byte lies in the pipe. What does epoll say until somebody reads it?',
    },
    'L07-B27': {
      slug: 'report-first',
      name: 'the worker reports before it has closed',
      question: 'The parent hears "free" and sends the next connection. How many does the worker have at that moment?',
    },
    'L07-B28': {
      slug: 'no-patience',
      name: 'a client may hold its worker for ever',
      question: 'The client says nothing. In which call does the worker sleep, and what ends that call?',
    },
    'L07-B29': {
      slug: 'handler-works',
      name: 'the handler does the work of the loop',
      question: 'The handler came while the loop was putting a worker into its table. What does it find there?',
    },
    'L07-B30': {
      slug: 'one-note',
      name: 'one byte of several is read from the pipe',
      question: 'SIGTERM and SIGINT came together. How many bytes are in the pipe, and which of them have you read?',
    },
    'L07-B31': {
      slug: 'fork-fatal',
      name: 'a fork that fails ends the pool, or the pool stays short',
      question: 'fork says EAGAIN. Who serves the clients meanwhile, and when do you ask again?',
    },
    'L07-B32': {
      slug: 'respawn-loop',
      name: 'workers that die at once are replaced at once',
      question: 'The new worker dies of what the last one died of. How many forks is that in a second?',
    },
    'L07-B33': {
      slug: 'channel-leaked',
      name: 'a fork that fails leaves a channel open',
      question: 'The pair of sockets was there before fork failed. Who closes it now?',
    },
    'L07-B26': {
      slug: 'own-signals',
      name: "a worker handles the parent's signals",
      question: 'SIGTERM comes to all processes of the group. Who is to decide what ends, and when?',
    },
    'L07-B25': {
      slug: 'deaf-to-sigint',
      name: 'SIGINT does not end the workers',
      question: 'The workers are in the middle of something, and the user wants to go. Who tells them?',
    },
  },
};
