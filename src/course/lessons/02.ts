import type { Lesson } from '../lesson.ts';

const file = 'server.ts';

export const lesson02: Lesson = {
  id: '02',
  slug: 'fork-per-connection',
  title: 'Fork per connection',
  goal: 'An echo server with a process for every client, without zombies, that stops in good order; then a two-way chat.',
  files: ['server.ts', 'chat.ts'],
  run: { server: 'server.ts', talk: 'nc 127.0.0.1 PORT' },
  steps: [
    {
      id: '02.1',
      key: 'fork-per-connection/fork',
      title: 'a child for every connection',
      file,
      hints: [
        'fork returns twice: 0 in the child, the child’s pid in the parent. After it, both processes hold the listener and the connection. Who needs which?',
        'Child: close(listener), converse(connection, limit), _exit with what it returned. Parent: log, close(connection.fd). A fork that fails throws: close the connection and go on.',
        'let pid: number; try { pid = fork(); } catch { close(connection.fd); return; } if (pid === 0) { close(listener); _exit(converse(connection, limit)); } then the parent’s two lines.',
      ],
    },
    {
      id: '02.2',
      key: 'fork-per-connection/reap',
      title: 'reap with SIGCHLD',
      file,
      hints: [
        'A child that has ended stays as a zombie until its parent asks how it ended. The kernel sends SIGCHLD when there is something to ask, and keeps one bit for it, not a count.',
        'waitpid(-1, WNOHANG) gives one ended child, or null when there is none (more). Call it until it says null.',
        'for (;;) { const ended = waitpid(-1, WNOHANG); if (ended === null) return; log(…) } and, in handleSignals, signal(SIGCHLD, reapChildren).',
      ],
    },
    {
      id: '02.3',
      key: 'fork-per-connection/eintr',
      title: 'EINTR from accept',
      file,
      hints: [
        'A signal handler that runs while accept waits may end the wait: accept throws EINTR, and nothing is broken. That is how a server in accept learns that it has to stop.',
        'sigaction(SIGTERM, { handler }) installs a handler without SA_RESTART. In nextConnection nothing but EINTR comes as far as your lines. Then waitpid(-1) until it throws ECHILD.',
        'Handler: stopping = true. Catch: return null. After the loop: close(listener), then for (;;) waitpid in a try, returning at ECHILD and going on at EINTR.',
      ],
    },
    {
      id: '02.4',
      key: 'fork-per-connection/sigpipe',
      title: 'SIGPIPE and the reset peer',
      file,
      hints: [
        'A client that has closed answers your first write with a reset. The next write raises SIGPIPE, which ends the process before write can return an error. Who would say then what happened?',
        'signal(SIGPIPE, SIG_IGN) turns it into an error: write throws EPIPE. read throws ECONNRESET. Both mean that the client has gone.',
        'In the catch: if (!isSystemError(error)) throw error; log(…); return 1.',
      ],
    },
    {
      id: '02.5',
      key: 'fork-per-connection/shutdown',
      title: 'close against shutdown',
      file,
      hints: [
        'close gives back one descriptor; the connection ends with its last one. shutdown ends the connection’s direction itself, whoever holds it.',
        'shutdown(conn, SHUT_WR) sends the FIN. A close while bytes wait unread in our queue sends an RST instead of a FIN, so read them first.',
        'shutdown(conn, SHUT_WR); while (read(conn, buffer) !== 0) { } and nothing else.',
      ],
    },
    {
      id: '02.6',
      key: 'fork-per-connection/chat',
      title: 'chat',
      file: 'chat.ts',
      hints: [
        'Two things to wait for, two processes: the child reads the keyboard and writes to the peer, the parent reads the peer and writes to the screen. Whoever ends, the other must not stay.',
        'Child: read(0), writeAll(conn); at the end shutdown(conn, SHUT_WR) and _exit. Parent: read(conn), writeAll(1); at the end kill(writer, SIGTERM) and waitpid(writer).',
        'Keep the child’s pid in writer, and set it to null in the SIGCHLD handler that reaps it. Block SIGTERM and SIGINT over the fork (sigprocmask). Install the handlers after it, so that the child does not have them, and reap once by hand. A signal may also come while you print: its handler sets leaving, and the loop looks at that.',
      ],
    },
  ],
  mistakes: {
    'L02-B01': {
      slug: 'no-reaping',
      step: '02.2',
      name: 'nobody reaps the children',
      question: 'A child that has ended waits for somebody to ask how. Who asks, and when?',
    },
    'L02-B02': {
      slug: 'one-wait',
      step: '02.2',
      name: 'one wait per signal',
      question:
        'The kernel keeps one bit per signal, not a count. What must your handler do if one signal can stand for many children?',
    },
    'L02-B03': {
      slug: 'blocking-reap',
      step: '02.2',
      name: 'reaping waits for children that still run',
      question: 'One child has ended and another one talks on. What does waitpid do when it is asked for one more?',
    },
    'L02-B04': {
      slug: 'fatal-eintr',
      step: '02.3',
      name: 'EINTR ends the server',
      question: 'accept was interrupted and nothing is broken. What should the loop do next?',
    },
    'L02-B05': {
      slug: 'kept-copy',
      step: '02.1',
      name: 'the parent keeps its copy of the connection',
      question:
        'A connection ends when its last descriptor is closed. How many are there after fork, and who closes which?',
    },
    'L02-B06': {
      slug: 'kept-listener',
      step: '02.1',
      name: 'the child keeps the listener',
      question: 'The parent closed its listener and the port is still open. Who else holds it?',
    },
    'L02-B07': {
      slug: 'no-exit',
      step: '02.1',
      name: 'the child goes on into the accept loop',
      question: 'The child has served its client. What is the next line that it runs?',
    },
    'L02-B08': {
      slug: 'serial',
      step: '02.1',
      name: 'clients are served one after the other',
      question: 'Who waits for the child, and what does it not do meanwhile?',
    },
    'L02-B09': {
      slug: 'sigpipe',
      step: '02.4',
      name: 'SIGPIPE ends the child',
      question: 'The client has gone and you still write. Which signal comes, and what is its default action?',
    },
    'L02-B11': {
      slug: 'fatal-fork',
      step: '02.1',
      name: 'a failed fork ends the server, or passes for a child',
      question: 'fork can fail: EAGAIN, ENOMEM. Whose connection is affected, and who closes it?',
    },
    'L02-B12': {
      slug: 'orphan-writer',
      step: '02.6',
      name: 'one of the two chat processes stays',
      question: 'The conversation is over. Which process still waits, for what, and who can tell it?',
    },
    'L02-B13': {
      slug: 'abrupt-stop',
      step: '02.3',
      name: 'stopping cuts off conversations, or never ends',
      question:
        'SIGTERM has come while a child serves. Who may still talk, who may not connect any more, and when does the parent leave?',
    },
    'L02-B14': {
      slug: 'close-only',
      step: '02.5',
      name: 'close is trusted to send the FIN',
      question:
        'You closed your descriptor and the client still waits. Who holds another one, and which call does not care?',
    },
    'L02-B15': {
      slug: 'close-unread',
      step: '02.5',
      name: 'the connection is closed with unread bytes',
      question: 'What does the kernel send when a socket is closed while bytes wait in its receive queue?',
    },
    'L02-B16': {
      slug: 'close-for-fin',
      step: '02.6',
      name: 'the chat writer closes instead of shutting down',
      question: 'Your input has ended and the peer still waits for more. Who else holds this connection?',
    },
    'L02-B17': {
      slug: 'zombie-writer',
      step: '02.6',
      name: 'the chat writer stays as a zombie',
      question: 'The writer ended long before the conversation. Who was told, and who asked how?',
    },
  },
};
