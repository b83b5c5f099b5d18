/** The known mistakes with io_uring, steps 15.5 to 15.7. */
export const ring = {
  'place-not-masked': {
    step: '15.5',
    name: 'the tail is used as a place',
    question: 'The tail only grows, and the array has an end. Which bits of the tail are the place?',
  },
  'stale-entry': {
    step: '15.5',
    name: 'an entry keeps fields of its last operation',
    question: 'This entry was a send before. Which of its fields does a receive read as well?',
  },
  'head-kept': {
    step: '15.5',
    name: 'the head of the completions does not move',
    question: 'How does the kernel learn which completions you have taken?',
  },
  'tail-kept': {
    step: '15.5',
    name: 'the tail is not published',
    question: 'The entries are in memory. What does the kernel look at to see that there are new ones?',
  },
  'prepared-kept': {
    step: '15.5',
    name: 'entries that were submitted are counted again',
    question: 'io_uring_enter does not wait when it could submit less than was asked for. What did you ask for?',
  },
  'submission-lost': {
    step: '15.5',
    name: 'entries that were not submitted are forgotten',
    question: 'io_uring_enter failed with EINTR. How many entries has it taken?',
  },
  'failure-kills': {
    step: '15.5',
    name: 'a call that failed for now ends the program',
    question: 'EINTR, EAGAIN and EBUSY: what has to happen before the next call, and who does it?',
  },
  'all-errors-pass': {
    step: '15.5',
    name: 'every error of io_uring_enter is passed over',
    question: 'The ring is gone. What does the next call say, and the one after it?',
  },
  'entries-overwritten': {
    step: '15.5',
    name: 'more entries are prepared than the ring has',
    question: 'All entries are in use. What stands at the place of the tail?',
  },
  'more-ignored': {
    step: '15.5',
    name: 'a multishot operation is counted out at its first completion',
    question: 'What does IORING_CQE_F_MORE say, and is the operation still under way?',
  },
  'shared-memory': {
    name: 'two operations use the same memory',
    question: 'Both receives are under way. Whose bytes are in the buffer when you look?',
  },
  'half-line-hangs': {
    step: '15.5',
    name: 'no receive after half a line',
    question: 'Nothing is to be acknowledged. Which operation is under way now?',
  },
  'end-is-nothing': {
    step: '15.5',
    name: 'a receive of 0 bytes is not an end',
    question: 'What does the next receive of this sender bring?',
  },
  'errors-dropped': {
    step: '15.5',
    name: 'a negative result is dropped',
    question: 'An operation cannot throw. Where does its error go?',
  },
  'send-failed-unseen': {
    step: '15.5',
    name: 'the result of a send is not looked at',
    question: 'The acknowledgment did not reach its sender. Which completion says so?',
  },
  'readiness-in-ring': {
    step: '15.5',
    name: 'the ring is used to wait, and the program receives',
    question: 'Who copies the bytes, the kernel before the completion or the program after it?',
  },
  'single-shots': {
    step: '15.6',
    name: 'a new receive for each message',
    question: 'Which flag, in which field, makes a receive go on by itself?',
  },
  'single-accepts': {
    step: '15.6',
    name: 'a new accept for each connection',
    question: 'Which flag, in which field, makes an accept go on by itself?',
  },
  inherited: {
    step: '15.6',
    name: 'the connections are not close-on-exec',
    question: 'The server starts another program. Which descriptors does that have?',
  },
  starves: {
    step: '15.6',
    name: 'a lack of buffers ends the connection',
    question: 'ENOBUFS: what is wrong with this connection?',
  },
  'starving-spins': {
    step: '15.6',
    name: 'a receive without buffers is tried again at once',
    question: 'No buffer is free. What does the next receive say, and how soon?',
  },
  'never-fed': {
    step: '15.6',
    name: 'a client that waits for buffers is forgotten',
    question: 'Buffers have come back. Who starts the receive that had failed?',
  },
  'last-come-first-fed': {
    step: '15.6',
    name: 'the client that came last is fed first',
    question: 'Somebody always needs a buffer. When is it the turn of the one who has waited longest?',
  },
  'never-grows': {
    step: '15.6',
    name: 'the kernel gets no more buffers',
    question: 'The kernel has no buffers left. How many of yours has it never been given?',
  },
  'buffers-lost': {
    step: '15.6',
    name: 'a buffer does not go back',
    question: 'The bytes have been sent. Whose is the buffer?',
  },
  'buffer-misplaced': {
    step: '15.6',
    name: 'the tail of the buffers is used as a place',
    question: 'The ring of buffers has an end, and its tail does not. Which buffer stands where the kernel looks next?',
  },
  'short-send': {
    step: '15.6',
    name: 'a short send is taken for a whole one',
    question: 'How many bytes did the completion report, and how many did you ask for?',
  },
  overtakes: {
    step: '15.6',
    name: 'bytes overtake each other',
    question: 'A send is under way, and more bytes arrive. Where is their place?',
  },
  'dropped-while-sending': {
    step: '15.6',
    name: 'bytes that arrive during a send are dropped',
    question: 'A send is under way, and more bytes arrive. What becomes of them?',
  },
  'no-back-pressure': {
    step: '15.6',
    name: 'everything is received from a client that does not read',
    question: 'Where are the bytes that the client has sent and not read back?',
  },
  'never-resumes': {
    step: '15.6',
    name: 'a cancelled receive is never started again',
    question: 'The output has been sent. Which operation should be under way now?',
  },
  'end-destroys': {
    step: '15.6',
    name: 'the end of the client destroys its answers',
    question: 'The client has ended its direction. What is it still waiting for?',
  },
  'never-closes': {
    step: '15.6',
    name: 'connections are not closed',
    question: 'Everything is sent and nothing is under way. Who closes the descriptor?',
  },
  'no-descriptors': {
    step: '15.6',
    name: 'EMFILE is met by another accept',
    question: 'No descriptor is free. What does the next accept say, whether somebody waits or not?',
  },
  'pauses-for-ever': {
    step: '15.6',
    name: 'a pause ends only when a client leaves',
    question: 'Descriptors are free again, and no client has left. Who accepts?',
  },
  'send-errors-ignored': {
    step: '15.6',
    name: 'an error of a send is not noticed',
    question: 'The send failed. What does the next one of the same bytes say?',
  },
  'output-kept': {
    step: '15.6',
    name: 'the output of a lost connection is kept',
    question: 'The connection is broken, and nothing can be sent. What becomes of the chunks?',
  },
  'reads-itself': {
    step: '15.6',
    name: 'the program accepts, receives or sends itself',
    question: 'Which system call does a proactor make beside io_uring_enter?',
  },
  'accept-goes-on': {
    step: '15.7',
    name: 'the listener is closed, and its accept goes on',
    question: 'The accept is under way and holds the file. What does close(listener) end?',
  },
  'hard-stop': {
    step: '15.7',
    name: 'a stop destroys pending bytes',
    question: 'The server has received these bytes. Who is to send them back?',
  },
  'no-goodbye': {
    step: '15.7',
    name: 'an idle client does not learn of the stop',
    question: 'Nothing is pending. How does the client see that the server ends?',
  },
  'under-way-for-ever': {
    step: '15.7',
    name: 'operations are left under way',
    question: 'The last client has gone. Which operations has the ring not completed?',
  },
  'no-grace': {
    step: '15.7',
    name: 'a stop without a limit',
    question: 'A client does not read. How long does the server wait for it?',
  },
  'grace-cut': {
    step: '15.7',
    name: 'the grace is not the one that was asked for',
    question: '--grace says how long a client that does not read may take. Which timer ends sooner?',
  },
  'second-ignored': {
    step: '15.7',
    name: 'a second SIGTERM does nothing',
    question: 'Somebody has asked twice. What does that mean?',
  },
  'lingers-for-ever': {
    step: '15.7',
    name: 'a client that does not end its direction holds the stop',
    question: 'You have sent your FIN. How long do you wait for theirs?',
  },
  'paused-listener': {
    step: '15.7',
    name: 'the listener stays open when accepting pauses',
    question: 'There is no accept to cancel. Who closes the listener?',
  },
  'no-handler': {
    step: '15.7',
    name: 'SIGTERM ends the program at once',
    question: 'What is the default action of SIGTERM?',
  },
  'only-sigterm': {
    step: '15.7',
    name: 'SIGINT is not handled',
    question: 'Somebody presses Ctrl-C. Which signal comes, and what is its default action?',
  },
};
