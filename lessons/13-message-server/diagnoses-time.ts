/** The known mistakes of steps 13.7 and 13.8: the heartbeat, slots that rest, and the stop. */
export const time = {
  'ping-no-life': {
    step: '13.7',
    name: 'a ping does not move the deadline',
    question: 'A client pings in time. What changes in the list of deadlines?',
  },
  'deaf-after-interval': {
    step: '13.7',
    name: 'after the first deadline nothing more is read from the client',
    question: 'The deadline was looked at, and the client lives. Which events of its socket does the loop still watch?',
  },
  'dies-at-end': {
    step: '13.7',
    name: 'the first silent client ends the server',
    question: 'The heartbeat closes a client. What does it still touch afterwards?',
  },
  'nobody-closed': {
    step: '13.7',
    name: 'nobody is ever closed',
    question: 'The cable of a client was pulled out. Which packet tells the server?',
  },
  'timer-once': {
    step: '13.7',
    name: 'the timer is set only once',
    question: 'The first deadline is over. Which timer looks at the second one?',
  },
  'one-silent': {
    step: '13.7',
    name: 'one client for each timer',
    question: 'Two clients are silent. The first one is closed. Which timer looks at the second one?',
  },
  'timer-kept': {
    step: '13.7',
    name: 'no timer is set again when all clients have gone',
    question: 'The last client has gone, and its timer has expired. What does the next client find in #timer?',
  },
  'timer-each-packet': {
    step: '13.7',
    name: 'each packet sets a timer',
    question: 'A client sends 1,000 packets a second, and the limit is 50 s. How many timers are set?',
  },
  'zero-beats': {
    step: '13.7',
    name: 'an interval of 0 closes everybody',
    question: 'What does --interval 0 mean, and what is twice 0?',
  },
  'interval-for-margin': {
    name: 'the margin is a third interval',
    question: 'The limit is twice the interval and the margin. What is it with --interval 50 --margin 2900?',
  },
  'only-answered': {
    name: 'only packets that are answered are life',
    question: 'A client sends jobs, and codes that you do not know. Is it there?',
  },
  'one-interval': {
    name: 'one interval is the limit',
    question: 'A ping comes 1 ms late, because the machine is busy. Has the client gone?',
  },
  'no-margin': {
    name: 'the margin is left out',
    question: 'The limit is twice the interval, and what else?',
  },
  'only-pings': {
    step: '13.7',
    name: 'only pings are life',
    question: 'A client transfers data for an hour and sends no ping. Is it gone?',
  },
  'bytes-are-life': {
    name: 'a byte is life',
    question: 'A client sends one byte of a packet each second, for ever. What does its slot cost you?',
  },
  'sent-no-life': {
    step: '13.7',
    name: 'a client that takes bytes counts as silent',
    question: 'A client reads 64 MB and sends nothing meanwhile. What do you see of it?',
  },
  'silent-finishes': {
    name: 'a silent client keeps its slot until it has read what waits',
    question: 'A client has vanished, and bytes wait for it. Until when do you keep them?',
  },
  'closed-though-heard': {
    step: '13.7',
    name: 'a client is closed right after its packet was read',
    question: 'The look has brought a packet, and `alive` a new deadline. Which deadline does your program go by then?',
  },
  'judges-unread': {
    step: '13.7',
    name: 'clients are closed before their packets are read',
    question: 'The process was stopped for a minute. Where are the pings that have come meanwhile?',
  },
  'beats-for-slot': {
    step: '13.7',
    name: 'a deadline that is left behind closes the next owner',
    question: 'The deadline of slot 0 comes. Whose deadline is it, if the slot has another owner?',
  },
  'never-beats': {
    step: '13.7',
    name: 'the time begins with the first packet',
    question: 'A client connects and says nothing, for ever. When does its time begin?',
  },
  'never-recycled': {
    step: '13.8',
    name: 'a slot never comes back',
    question: 'A thousand clients have come and gone. How many slots are free?',
  },
  'no-rest': {
    step: '13.8',
    name: 'a slot does not rest',
    question: 'A client has gone a moment ago, and its slot has a new owner. Which late messages may still come?',
  },
  'one-recycled': {
    step: '13.8',
    name: 'one slot for each timer',
    question: 'Two slots are due at the same time. How many does one expiry recycle?',
  },
  'later-slot-lost': {
    step: '13.8',
    name: 'the slots that are due later are forgotten',
    question: 'One slot is due now, and another one in a second. Which timer recycles the second one?',
  },
  'rests-with-others': {
    step: '13.8',
    name: 'all slots that rest come back with the first one',
    question: 'The first slot is due. Another one has rested for 1 ms. Which of them may have a new owner?',
  },
  'recycled-once': {
    step: '13.8',
    name: 'slots come back once',
    question: 'The timer has expired. What tells the next slot to set a new one?',
  },
  'slot-lost': {
    name: 'a client that resets keeps its slot',
    question: 'A connection ends by an error. Does the slot come back as after an orderly end?',
  },
  'waits-for-rest': {
    step: '13.8',
    name: 'a stop waits until all slots have rested',
    question: 'The process ends, and its memory with it. What would the next owner of a slot need?',
  },
  'jobs-dropped': {
    step: '13.8',
    name: 'a stop drops the jobs that run',
    question: 'A client waits for a job that runs. What does SIGTERM promise it?',
  },
  'still-open': {
    step: '13.8',
    name: 'the port stays open during a stop',
    question: 'The server stops. Who accepts the clients that connect now?',
  },
  'no-grace': {
    step: '13.8',
    name: 'a stop waits for a client that never reads',
    question: 'A megabyte waits for a client that has stopped reading. How long does the stop take?',
  },
  'no-patience': {
    step: '13.8',
    name: 'a stop cuts off clients that are slow',
    question: 'A client reads slowly, and bytes wait for it. How long does a stop wait?',
  },
  'stop-needs-client': {
    step: '13.8',
    name: 'a stop without clients does not end',
    question: 'Nobody is connected. Which event ends the loop?',
  },
};
