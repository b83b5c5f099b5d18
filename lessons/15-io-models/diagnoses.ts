import type { Diagnosis } from '#lesson';
import { ring } from './diagnoses-ring.ts';

/** The known mistakes of this lesson: name, question, and the step in which each is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'one-after-another': {
    step: '15.1',
    name: 'one sender is read to its end before the next',
    question: 'The second sender has sent a line, and the first is silent. Who sleeps, and for whom?',
  },
  'blocking-polls': {
    step: '15.1',
    name: 'a blocking model that asks again and again',
    question: 'What does the kernel do with a process that waits in recv, and what with one that asks?',
  },
  'copies-left': {
    step: '15.1',
    name: 'a child keeps the sockets of other senders',
    question: 'A child inherits all descriptors. When does a sender see the end of its connection?',
  },
  'parent-keeps': {
    step: '15.1',
    name: 'the parent keeps the sockets',
    question: 'The child has closed the socket. Who has it, too?',
  },
  'children-left': {
    step: '15.1',
    name: 'the parent does not wait for its children',
    question: 'The parent has ended. What does its caller believe, and who still works?',
  },
  'waits-once': {
    step: '15.1',
    name: 'the parent waits for one child only',
    question: 'One child has ended, and its parent as well. Who waits for the others?',
  },
  'child-goes-on': {
    step: '15.1',
    name: 'a child goes on with the loop of its parent',
    question: 'The sender has ended. Which statement does its child execute next?',
  },
  'end-ignored': {
    step: '15.1',
    name: 'the end of the stream is not noticed',
    question: 'What does recv return when the sender has ended, the first time and each time after?',
  },
  'sleeps-in-turn': {
    step: '15.2',
    name: 'the sockets are still blocking',
    question: 'A loop asks three senders in turn. At which of them does it stop, and why?',
  },
  'results-mixed-up': {
    step: '15.2',
    name: 'nothing yet is taken for the end',
    question: 'EAGAIN and 0: which of them says that nothing will ever come?',
  },
  'zero-is-nothing': {
    step: '15.2',
    name: 'the end is taken for nothing yet',
    question: 'How often does a socket whose sender has ended say 0?',
  },
  'error-kills': {
    step: '15.2',
    name: 'the reset of one sender ends the program',
    question: 'One sender has reset. What have the others done?',
  },
  'only-resets': {
    step: '15.2',
    name: 'of all errors only a reset is expected',
    question: 'The sender has closed without reading. What does the write of the next acknowledgment say?',
  },
  'bug-taken-for-an-end': {
    step: '15.2',
    name: 'an error that is no error of the system ends a sender',
    question: 'The program itself has a bug. Who learns of it?',
  },
  'short-ack': {
    step: '15.2',
    name: 'a short write is taken for a whole one',
    question: 'How many bytes did write report, and how many did you ask for?',
  },
  'one-at-a-time': {
    step: '15.2',
    name: 'a round ends at the first sender that has something',
    question: 'One sender always has something. When are the others asked?',
  },
  'error-is-nothing': {
    step: '15.2',
    name: 'an error is taken for nothing yet',
    question: 'The kernel reports an error of a socket once. What does the next recv say?',
  },
  'no-pause': {
    step: '15.2',
    name: 'no pause between the rounds',
    question: 'Nobody had anything. What does the program do before it asks again?',
  },
  'pauses-at-work': {
    step: '15.2',
    name: 'a pause after a round that found something',
    question: 'One sender still has lines. What does the program sleep for?',
  },
  'polling-sleeps': {
    step: '15.2',
    name: 'the polling model sleeps unasked',
    question: 'Which latency does a sleep of 1 ms add, and which model does the program show?',
  },
  'reads-in-turn': {
    step: '15.3',
    name: 'all sockets are read when one is ready',
    question: 'poll has named one socket. What does a blocking receive from another one do?',
  },
  'reads-all': {
    step: '15.3',
    name: 'silent sockets are asked, too',
    question: 'What has poll told the program, and what does each needless receive cost with a thousand sockets?',
  },
  'drains-one': {
    step: '15.3',
    name: 'one ready sender is read empty before the next',
    question:
      'One sender has much, and the next one a line. poll reports again what you leave: how often do you receive from each?',
  },
  'ready-for-ever': {
    step: '15.3',
    name: 'the sockets are still blocking',
    question: 'poll said that there is input. What if it is gone when you receive?',
  },
  'wakes-for-nothing': {
    step: '15.3',
    name: 'a short time-out in place of a wait',
    question: 'How often does the program wake while nothing happens, and what for?',
  },
  'asks-the-dead': {
    step: '15.3',
    name: 'a closed descriptor stays in the list',
    question: 'What does poll say of a descriptor that is not open?',
  },
  'no-owner': {
    step: '15.4',
    name: 'the signals have no owner',
    question: 'F_GETOWN_EX says 0. Whom does the kernel signal?',
  },
  'owner-is-process': {
    step: '15.4',
    name: 'the owner of the signals is the process',
    question: 'A signal for a process goes to any thread that does not block it. Which threads block SIGIO?',
  },
  'not-async': {
    step: '15.4',
    name: 'no O_ASYNC on the sockets',
    question: 'Which flag asks the kernel for signals? What do the flags in /proc/PID/fdinfo say?',
  },
  'one-read-per-signal': {
    step: '15.4',
    name: 'one receive for each signal',
    question: 'A standard signal is pending or not. How many arrivals may one stand for?',
  },
  'one-read-per-arrival': {
    step: '15.4',
    name: 'one receive for each real-time signal',
    question: 'Each arrival has its signal. How much may have arrived, and how much does one receive take?',
  },
  'stops-before-eagain': {
    step: '15.4',
    name: 'the reading ends before EAGAIN',
    question: 'One signal came for the last line and for the end. How does the program learn of the second?',
  },
  'one-sender-per-signal': {
    step: '15.4',
    name: 'one sender for each signal',
    question: 'SIGIO does not say where something has arrived. Whom do you have to ask?',
  },
  'never-blocked': {
    step: '15.4',
    name: 'SIGIO is not blocked',
    question: 'The signal comes while the program is not waiting for it. What is its default action?',
  },
  'blocked-too-late': {
    step: '15.4',
    name: 'the signal is blocked after O_ASYNC',
    question: 'The first socket has O_ASYNC, and a line arrives. What happens before the signal is blocked?',
  },
  'wait-interrupted': {
    step: '15.4',
    name: 'a stop ends the program',
    question: 'The program was stopped and goes on. What does sigwaitinfo say, and is it an error?',
  },
  'first-bytes-lost': {
    step: '15.4',
    name: 'bytes that were there before O_ASYNC are not read',
    question: 'The kernel signals arrivals. What of bytes that arrived before it was asked?',
  },
  'drained-too-early': {
    step: '15.4',
    name: 'the first receive comes before O_ASYNC',
    question: 'A line arrives after the first receive and before O_ASYNC. Who tells the program?',
  },
  'signals-poll': {
    step: '15.4',
    name: 'a short time-out in place of a signal',
    question: 'Who wakes this program, the kernel or the clock?',
  },
  'drains-the-dead': {
    step: '15.4',
    name: 'a sender that has ended is asked again',
    question: 'Its descriptor is closed. What does its number belong to by now?',
  },
  'asks-everybody': {
    step: '15.4',
    name: 'the descriptor in the signal is not used',
    question: 'What does the siginfo of a real-time signal say that SIGIO does not?',
  },
  'no-setsig': {
    step: '15.4',
    name: 'no real-time signal was asked for',
    question: 'Which signal does a socket with O_ASYNC raise unless it was told another one?',
  },
  'overflow-ignored': {
    step: '15.4',
    name: 'SIGIO is not understood as an overflow',
    question: 'The queue of signals is full. Which signal comes, and which senders have something?',
  },
  'sigio-unblocked': {
    step: '15.4',
    name: 'SIGIO is waited for, but not blocked',
    question: 'The queue of signals fills up while the program is receiving. What is the default action of SIGIO?',
  },
  ...ring,
};
