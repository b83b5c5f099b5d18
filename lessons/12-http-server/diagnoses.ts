import type { Diagnosis } from '#lesson';
import { parsing } from './diagnoses-parsing.ts';

/** The known mistakes of this lesson: name, question, and the step in which each is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  ...parsing,
  characters: {
    step: '12.4',
    name: 'the length counts characters',
    question: 'How many bytes has a letter with an accent?',
  },
  'decoded-twice': {
    step: '12.4',
    name: 'the path is decoded twice',
    question: '%2541 is %41 once decoded. What is the name of the file?',
  },
  'query-in-name': {
    step: '12.4',
    name: 'the query is taken for a part of the name',
    question: 'What stands behind the question mark, and for whom is it?',
  },
  'bad-escape': {
    step: '12.4',
    name: 'a bad escape ends the server',
    question: 'decodeURIComponent throws. Whose mistake is it, and who should hear of it?',
  },
  'nul-in-name': {
    step: '12.4',
    name: 'a NUL in a name',
    question: 'In C a NUL ends a string. Which file is opened, and which one was checked?',
  },
  outside: {
    step: '12.4',
    name: 'files outside the folder are served',
    question: 'Which folder does the kernel begin in, and which of `..`, links and slashes may lead out of it?',
  },
  'folder-as-file': {
    step: '12.4',
    name: 'a folder is opened and read as a file',
    question: 'open succeeds for a folder. What does read say?',
  },
  'fifo-waits': {
    step: '12.4',
    name: 'opening a FIFO stops the server',
    question: 'Nobody writes to the FIFO. How long does open wait, and who waits with it?',
  },
  'no-allow': {
    step: '12.4',
    name: '405 without Allow',
    question: 'The method is not allowed. Which ones are?',
  },
  'file-left-open': {
    step: '12.4',
    name: 'files stay open',
    question: 'The answer is 404, and a descriptor is open. Who closes it?',
  },
  'file-in-memory': {
    step: '12.4',
    name: 'a large file is read into memory',
    question: 'A hundred clients ask for a gigabyte. Where are its bytes, a hundred times?',
  },
  'head-with-body': {
    step: '12.5',
    name: 'HEAD gets a body',
    question: 'How does the client know that no body comes, and what does it take the body for?',
  },
  'head-leaves-open': {
    step: '12.5',
    name: 'the file of an answer to HEAD stays open',
    question: 'HEAD gets the length of a large file. Who closes the file that will not be sent?',
  },
  'connection-field': {
    step: '12.5',
    name: 'the Connection field is not read as a list',
    question: 'Connection has a list, in any case. Which element decides?',
  },
  'close-loses': {
    step: '12.5',
    name: 'keep-alive is heard, and the close beside it is not',
    question: 'Connection is a list. What if both words are in it?',
  },
  'part-of-a-name': {
    step: '12.5',
    name: 'a part of a name is taken for the name',
    question: 'Connection: no-keep-alive. Which names are in this list?',
  },
  'old-keep-alive': {
    step: '12.5',
    name: 'HTTP/1.0 is not told that the connection stays',
    question: 'For HTTP/1.0 the connection ends unless both sides say otherwise. Who has said so?',
  },
  'refused-goes-on': {
    step: '12.5',
    name: 'the connection goes on after a refused request',
    question: 'The request was no request. Where does the next one begin?',
  },
  'hard-close': {
    step: '12.5',
    name: 'the connection is closed with bytes unread',
    question:
      'The client is still sending. What does the kernel answer to bytes for a closed socket, and what becomes of your last answer?',
  },
  'one-request': {
    step: '12.5',
    name: 'one request is answered for each read',
    question: 'The read has brought three requests. What makes the server look at the second?',
  },
  'sent-one-by-one': {
    step: '12.5',
    name: 'each answer is sent by a call of its own',
    question: 'One read has brought twenty requests. How many calls of send do their answers need?',
  },
  'half-close': {
    step: '12.5',
    name: 'a connection whose client has ended stays open',
    question: 'The client has ended its direction, and has all its answers. What is the connection still there for?',
  },
  'no-continue': {
    step: '12.5',
    name: '100 Continue is never sent',
    question: 'The client waits for a word before it sends the body. How long?',
  },
  'continue-for-old': {
    step: '12.5',
    name: 'HTTP/1.0 gets 100 Continue',
    question: 'HTTP/1.0 knows no 1xx. What does the client take it for?',
  },
  'head-alone': {
    step: '12.6',
    name: 'the head travels in a segment of its own',
    question: 'Which flag says that more bytes follow?',
  },
  'more-always': {
    step: '12.6',
    name: 'MSG_MORE promises bytes that never come',
    question: 'The answer is complete. Which bytes does the kernel wait for?',
  },
  offset: {
    step: '12.6',
    name: 'the file is sent from its beginning again',
    question: 'sendfile has sent a part. Where does the next call begin?',
  },
  'short-spins': {
    step: '12.6',
    name: 'a file that has shrunk keeps the server busy',
    question: 'sendfile returns 0. What will it return next time?',
  },
  'short-goes-on': {
    step: '12.5',
    name: 'the next answer follows a file that was too short',
    question: 'The client counts the bytes that the head has promised. What does it take the next answer for?',
  },
  'sends-too-much': {
    step: '12.6',
    name: 'a file that has grown is sent to its new end',
    question: 'The head has promised a number of bytes. What does the client take the others for?',
  },
  'busy-when-full': {
    step: '12.5',
    name: 'the server tries again without waiting for room',
    question: 'The socket is full. Which event says that there is room?',
  },
  'head-forever': {
    step: '12.7',
    name: 'each byte of a head gives its client new patience',
    question: 'A byte comes every ten seconds. When is the head complete?',
  },
  'no-408': {
    step: '12.7',
    name: 'a slow request ends without a word',
    question: 'The time is over. Which status says so?',
  },
  'body-forever': {
    step: '12.7',
    name: 'each byte of a body gives its client new patience',
    question: 'A byte comes every ten seconds. When is the body complete?',
  },
  'idle-forever': {
    step: '12.7',
    name: 'silent connections are kept',
    question: 'The client has its answer and says nothing. Who ends the connection?',
  },
  'too-early': {
    step: '12.7',
    name: 'the timer of another connection ends this one',
    question: 'The timer has expired for the first of the queue. What about the second?',
  },
  'sending-forever': {
    step: '12.7',
    name: 'a client that takes nothing is waited for without end',
    question: 'The client does not read. What does it cost you, and for how long?',
  },
  'steady-cut': {
    step: '12.7',
    name: 'a client that takes bytes slowly is cut off',
    question:
      'The file takes longer than the limit, and the client takes bytes all the time. When does its time begin?',
  },
  'lingers-forever': {
    step: '12.7',
    name: 'the end of the client is waited for without end',
    question: 'You have sent your FIN, and the client does not send its own. Who ends the connection?',
  },
  'connections-left': {
    step: '12.5',
    name: 'connections that have ended are kept',
    question: 'The connection has ended. Who takes it out of the loop, and who closes its descriptor?',
  },
  'closed-first': {
    step: '12.5',
    name: 'a descriptor is closed before it leaves the loop',
    question: 'close takes a descriptor out of every interest list. For whose number is the next epoll_ctl?',
  },
  'any-worker': {
    step: '12.8',
    name: 'the events of a connection go to any worker',
    question: 'Half of a request has been read. In which heap is the state of its parser?',
  },
  'reads-in-loop': {
    step: '12.8',
    name: 'the loop reads in the mode reactor',
    question: 'Which thread calls recv in the mode reactor?',
  },
  'answers-in-loop': {
    step: '12.8',
    name: 'the loop opens the files in the mode proactor',
    question: 'Which thread gets the whole request in the proactor?',
  },
  'file-of-gone': {
    step: '12.5',
    name: 'the file of an answer stays open when its client has gone',
    question: 'The worker has opened the file, and the client has gone. Who closes it?',
  },
  'node-http': {
    name: 'node:http serves in place of the program',
    question: 'Which server parses the requests now? The lesson is about yours.',
  },
  'worker-closes': {
    step: '12.8',
    name: 'a worker closes the descriptor of a connection that the loop still has',
    question: 'The descriptor is closed in the worker. What does the loop close a moment later?',
  },
  'stop-forgotten': {
    step: '12.8',
    name: 'what happens while a worker has the connection is forgotten',
    question: 'SIGTERM comes while a worker answers. Who tells the connection of it afterwards?',
  },
};
