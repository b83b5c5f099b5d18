import type { Diagnosis } from '#lesson';
import { absent } from './diagnoses-absent.ts';
import { sheet } from './diagnoses-sheet.ts';

/** The known mistakes of this lesson: name, question, and the step in which each is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  decimal: {
    step: '16.1',
    name: 'hexadecimal numbers read as decimal',
    question: 'The kernel prints port 8080 as 1F90. What does parseInt make of it without a second argument?',
  },
  'byte-order': {
    step: '16.1',
    name: 'the address in the wrong order',
    question: 'The kernel prints an address as one number of this machine. Which of its bytes comes first in memory?',
  },
  'port-swapped': {
    step: '16.1',
    name: 'the port in the wrong order',
    question: 'The kernel has turned the port before it printed it. What does a second turn do?',
  },
  'state-decimal': {
    step: '16.1',
    name: 'the state read as a decimal number',
    question: 'The column st has 0A and 0B as well. Which states are these?',
  },
  'queues-swapped': {
    step: '16.1',
    name: 'the two queues are swapped',
    question: 'tx_queue:rx_queue. Which of them has the bytes that the program has not read?',
  },
  'one-long-number': {
    step: '16.1',
    name: 'an IPv6 address turned as a whole',
    question: 'The kernel prints an address of IPv6 as four numbers. How far does the turning of one of them reach?',
  },
  'timer-units': {
    step: '16.1',
    name: 'the time of a timer in the wrong unit',
    question: 'How many clock ticks has a second, as the kernel counts them for user programs?',
  },
  'timer-decimal': {
    step: '16.1',
    name: 'the time of a timer read as decimal',
    question: '002DC6C0 is a number with letters. Which base has it?',
  },
  'timer-always': {
    step: '16.1',
    name: 'a timer that does not run is shown',
    question: 'Timer 0 has a time as well. What does it mean?',
  },
  'listener-bytes': {
    step: '16.1',
    name: `a listener's queue told as bytes`,
    question: 'Nobody sends bytes to a listener. What waits in its queue?',
  },
  'end-read': {
    step: '16.1',
    name: 'the FIN is not counted as unread',
    question: 'In CLOSE_WAIT rx_queue is 1, and the peer has sent no byte. What is the one?',
  },
  'half-of-all': {
    step: '16.1',
    name: `a missing half is told of every state`,
    question: `In which state has the peer ended its direction, and this end has not?`,
  },
  'zero-held': {
    step: '16.1',
    name: 'a row without an inode gets the holders of everything that is no socket',
    question: 'A connection in TIME_WAIT has inode 0. What has your table of holders under 0?',
  },
  'one-holder': {
    step: '16.1',
    name: 'only one holder of a socket is kept',
    question: 'A forked child has the same socket as its parent. How many processes can hold one inode?',
  },
  'one-descriptor': {
    step: '16.1',
    name: `only one descriptor of each process is kept`,
    question: `A process can have one socket twice, by dup. How often does its inode occur in /proc/PID/fd?`,
  },
  'inode-hex': {
    step: '16.1',
    name: 'the inode read as hexadecimal, or from another column',
    question:
      'Addresses, ports, states and queues are hexadecimal. Is the inode? And are two columns always one blank apart?',
  },
  'bound-only': {
    step: '16.2',
    name: 'bound, and not listening',
    question: 'bind gives the socket an address. Which call makes the kernel answer a SYN?',
  },
  'room-in-queue': {
    step: '16.2',
    name: 'there is room in the queue',
    question:
      'A backlog of n takes n + 1 connections. How many are in your queue before the SYN that should get no answer?',
  },
  'not-deferred': {
    step: '16.2',
    name: 'nothing keeps the handshake from its end',
    question:
      'On loopback the third segment of a handshake is there within microseconds. What makes a listener ignore it?',
  },
  'deferred-briefly': {
    step: '16.2',
    name: `the last segment of the handshake is ignored for a moment only`,
    question: `TCP_DEFER_ACCEPT is in seconds. What does the server do when they are over, and what does the client answer?`,
  },
  'left-alone': {
    step: '16.2',
    name: 'goOn leaves the connection as it is',
    question: 'The program ends, and the kernel closes what is open. In which order, and what if bytes are unread?',
  },
  'closed-not-shut': {
    step: '16.3',
    name: 'closed, where one direction should end',
    question: 'After close nobody holds the socket. How long does the kernel wait for a FIN that may never come?',
  },
  'sides-swapped': {
    step: '16.3',
    name: 'the two ends are mixed up',
    question:
      'One end has closed, and waits for the other one. Which of them is in CLOSE_WAIT: the one that has closed, or the one that has not?',
  },
  'fin-gets-out': {
    step: '16.3',
    name: 'the FIN gets out',
    question:
      'The acknowledgement of a FIN is back within microseconds. What can stand before the FIN in the send queue, and why would it not go out?',
  },
  'last-fin-gets-out': {
    step: '16.4',
    name: 'the last FIN gets out',
    question: 'The acknowledgement of the last FIN ends the connection. What keeps the FIN from the peer?',
  },
  'closed-first': {
    step: '16.4',
    name: 'nobody has closed before',
    question: 'LAST_ACK is the state of the end that closes second. Who has closed before it?',
  },
  'nothing-in-the-way': {
    step: '16.4',
    name: 'both FINs get through',
    question: 'An end in CLOSING has a FIN, and no acknowledgement of its own. What keeps its own FIN from the peer?',
  },
  'one-after-the-other': {
    step: '16.4',
    name: 'one FIN after the other',
    question:
      'An end that has the FIN of its peer and then sends its own is in LAST_ACK. Which order makes it CLOSING?',
  },
  'client-was-first': {
    step: '16.5',
    name: 'the client was first',
    question: 'The end that sends its FIN first has the TIME_WAIT. Which end does that here?',
  },
  'server-was-first': {
    step: '16.5',
    name: 'the server was first',
    question:
      'The end that sends its FIN first has the TIME_WAIT. A server with a thousand clients a minute has a thousand of them. Which end should close first?',
  },
  'close-wait-leak': {
    step: '16.5',
    name: 'the server never closes',
    question:
      'The client has closed, and the server has read the end. Which call is missing, and what does the kernel keep until it comes?',
  },
  'linger-cure': {
    step: '16.5',
    name: 'a reset in place of a close',
    question:
      'Without TIME_WAIT, and without a part of the answer. What does SO_LINGER with 0 seconds do to bytes that are not yet at the client?',
  },
  'closed-too-early': {
    step: '16.5',
    name: 'the client closes before it has the answer',
    question:
      'How does the client know that it has the whole answer, and what does the kernel do with the bytes that come for a closed socket?',
  },
  'no-reset': {
    step: '16.5',
    name: 'the end is no reset',
    question: 'SO_LINGER has a switch and a time. What does close do when the switch is off?',
  },
  'arrived-dropped': {
    step: '16.5',
    name: 'what has arrived is not read',
    question: 'A reset drops what is on its way. What about the bytes that are already at the client?',
  },
  'reset-read-on': {
    step: '16.5',
    name: 'the reset ends the program',
    question: 'After a reset read reports what had arrived, and then an error. Who catches it?',
  },
  'end-left-open': {
    step: '16.5',
    name: 'one end is never closed',
    question:
      'The kernel has ended the connection. Who gives back the descriptor of each end, and when are there none left?',
  },
  'part-of-arrived': {
    step: '16.5',
    name: 'only a part of what has arrived is read',
    question: 'One read takes what fits into its buffer. How does the client know that nothing more is there?',
  },
  ...absent,
  ...sheet,
};
