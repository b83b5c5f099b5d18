/** The known mistakes of the prediction sheet. */
export const sheet = {
  'fin-forbids': {
    step: '16.6',
    name: 'a FIN taken for a refusal',
    question: 'A FIN says: I send nothing more. What does it say about reading?',
  },
  'second-write': {
    step: '16.6',
    name: 'the second write is taken for a success',
    question: 'The first bytes have reached a socket that is closed. What came back?',
  },
  'fin-reads-reset': {
    step: '16.6',
    name: 'a reset is expected where the end has come before',
    question: 'The end of the stream has arrived before the reset. What does read report?',
  },
  'late-lost': {
    step: '16.6',
    name: 'bytes that have arrived are taken for lost',
    question: 'The bytes were in the receive queue before the reset came. Who would have taken them out?',
  },
  'half-waits': {
    step: '16.6',
    name: 'the end of a direction is not the end of the stream',
    question: 'The peer has ended its direction, and nothing is unread. What does read return for ever after?',
  },
  'half-is-gone': {
    step: '16.6',
    name: 'a half-closed peer is taken for one that has gone',
    question: 'The peer has ended its own direction, and reads on. Who would answer your second write with a reset?',
  },
  'reset-is-epipe': {
    step: '16.6',
    name: 'EPIPE expected, where the reset is reported first',
    question: 'The reset has left an error at the socket. Which one does the next call report?',
  },
  'reset-twice': {
    step: '16.6',
    name: 'one reset reported twice',
    question: 'An error is taken from the socket by the call that reports it. What is left for the second call?',
  },
  'reset-is-end': {
    step: '16.6',
    name: 'a reset taken for the end of the stream',
    question: 'read returns 0 for a FIN. What does it do for a reset?',
  },
  'reset-write-again': {
    step: '16.6',
    name: 'a write after a reset',
    question: 'The error has been reported, and the connection is gone. What does write say of a socket that cannot send?',
  },
  'unread-lost': {
    step: '16.6',
    name: 'bytes before a reset are taken for lost',
    question: 'The reset drops what the peer has not sent. Where are the bytes that had arrived before?',
  },
  'unread-in-order': {
    step: '16.6',
    name: 'a close with bytes unread taken for a good end',
    question: 'The peer has closed, and never read your bytes. How does its kernel tell you?',
  },
  'own-fin-reads': {
    step: '16.6',
    name: 'the own FIN is taken for the end of reading',
    question: 'You have said that you send nothing more. What has the peer said?',
  },
  'own-fin-writes': {
    step: '16.6',
    name: 'a write after the own FIN',
    question: 'Bytes behind your own FIN: where in the stream would they stand?',
  },
  'no-read-tells': {
    step: '16.6',
    name: 'shutdown of reading is taken for a message',
    question: 'SHUT_RD sends no segment. Who tells the peer?',
  },
  'copy-close-ends': {
    step: '16.6',
    name: 'a close is taken for the end of the connection',
    question: 'A copy of the descriptor is open. When does the kernel send the FIN?',
  },
  'copy-shutdown-waits': {
    step: '16.6',
    name: 'shutdown is taken for a close',
    question: 'shutdown is about the connection and close about a descriptor. Which of them asks for other copies?',
  },
  'reset-as-fin': {
    step: '16.6',
    name: 'the peer closes in order, and does not reset',
    question: 'A close sends a FIN. Which option makes a reset of it?',
  },
  'unread-read': {
    step: '16.6',
    name: 'the peer reads the bytes before it closes',
    question: 'The kernel sends a reset because bytes are unread. Who has read them?',
  },
  'copy-shutdown-closes': {
    step: '16.6',
    name: 'close, where shutdown was asked',
    question: 'Which of the two calls sends the FIN while a copy is open?',
  },
  'copy-close-shuts': {
    step: '16.6',
    name: 'shutdown, where close was asked',
    question: 'Which of the two calls sends the FIN while a copy is open?',
  },
  sigpipe: {
    step: '16.6',
    name: 'SIGPIPE ends the process',
    question: 'EPIPE comes with a signal. What does it do unless you say otherwise, and how do you say it for one call?',
  },
  'copy-not-closed': {
    step: '16.6',
    name: 'nobody closes',
    question: 'Which of the two descriptors does the peer close, and what does the other one do then?',
  },
  'no-copy': {
    step: '16.6',
    name: 'there is no second descriptor',
    question: 'A forked child has a copy of each descriptor. Which call makes one in the same process?',
  },
  'peer-ended': {
    step: '16.6',
    name: 'the peer has ended its direction, and not this end its own',
    question: 'SHUT_RD of one end and SHUT_WR of the other one look alike to read. Which end should give up reading?',
  },
  'linger-for-unread': {
    step: '16.6',
    name: 'a reset without bytes unread',
    question: 'SO_LINGER makes a reset of any close. What makes one of a plain close, and who has to send first?',
  },
  'too-early': {
    step: '16.6',
    name: 'the calls come before the segments',
    question: 'Segments take time, and one that gets lost comes 0.2 s later. How does the program know that a FIN, or the answer to a write, has arrived?',
  },
  'reset-read-again': {
    step: '16.6',
    name: 'a read after a reset that has been reported',
    question: 'The error has been reported, and the connection is over. What does read say of a stream that has ended?',
  },
  'no-read-waits': {
    step: '16.6',
    name: 'a read after the own shutdown of reading waits',
    question: 'You have given up reading. Is there anything that read could wait for?',
  },
};
