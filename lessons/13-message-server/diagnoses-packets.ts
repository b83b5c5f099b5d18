/** The known mistakes of steps 13.1 to 13.3: packets and slots. */
export const packets = {
  castagnoli: {
    name: 'the polynomial is that of CRC32C',
    question: 'Two checksums have the name CRC32. Which polynomial has the value 0xcbf43926 for "123456789"?',
  },
  'signed-crc': {
    step: '13.1',
    name: 'the CRC is a signed number',
    question: '~0 is -1 in JavaScript. Which operator makes a number from 0 to 2³² - 1 of it?',
  },
  'signed-shift': {
    step: '13.1',
    name: 'the remainder is shifted with its sign',
    question: 'The highest bit of the remainder is 1. What do >> and >>> put in its place?',
  },
  'not-inverted': {
    step: '13.1',
    name: 'the last inversion is missing',
    question: 'What does zlib do with all bits of the CRC at the end?',
  },
  'begins-with-0': {
    step: '13.1',
    name: 'the CRC begins with 0',
    question: 'How does the CRC of a body change when zeros are put in front of it, if the first remainder is 0?',
  },
  'host-order': {
    step: '13.1',
    name: 'numbers in the byte order of this machine',
    question: 'Which byte of a number is first on the wire, and which in the memory of this machine?',
  },
  'body-length': {
    step: '13.1',
    name: 'the length is that of the body',
    question: 'The length in the header counts which bytes?',
  },
  'other-crc': {
    step: '13.1',
    name: 'the CRC covers other bytes than the body',
    question: 'Which bytes of the packet does the CRC cover?',
  },
  'signed-number': {
    step: '13.1',
    name: 'the CRC of the header is read as a signed number',
    question: 'A CRC whose highest bit is 1 is in the header. Does it equal the one that you compute?',
  },
  'short-length': {
    step: '13.1',
    name: 'a length below eight is believed',
    question: 'A packet says that it has 7 bytes. How long is its body?',
  },
  'long-length': {
    step: '13.1',
    name: 'a length above the limit is believed',
    question: 'A packet says that it has 65,535 bytes. When should you know that you will not take it?',
  },
  'one-less': {
    step: '13.1',
    name: 'the longest packet is refused',
    question: 'A packet of exactly 30,000 bytes comes. Is it too long?',
  },
  'no-empty-body': {
    step: '13.1',
    name: 'a packet without a body is refused',
    question: 'Which length has a packet that is only a header?',
  },
  'one-packet': {
    step: '13.2',
    name: 'one packet for each read',
    question: 'Three packets come with one read. What becomes of the second and the third?',
  },
  'cut-header': {
    step: '13.2',
    name: 'a header that is cut is begun anew',
    question: 'Three bytes of a header have come, and the next read brings five. Where do they go?',
  },
  'cut-body': {
    step: '13.2',
    name: 'a body that is cut begins anew',
    question: 'Half of a body has come. Where does the next half go?',
  },
  'empty-waits': {
    step: '13.2',
    name: 'a packet without a body waits for one more byte',
    question: 'A ping is complete with its eighth byte. What do you still wait for?',
  },
  'no-crc-check': {
    step: '13.2',
    name: 'a damaged packet is delivered',
    question: 'A bit of a body was flipped on the way. Which number tells you?',
  },
  'empty-crc': {
    step: '13.2',
    name: 'the CRC of an empty body is not checked',
    question: 'A ping comes with the CRC 1. What is the CRC of no bytes?',
  },
  'drop-ends': {
    step: '13.2',
    name: 'a wrong CRC ends the stream',
    question: 'A packet is damaged, its length is not. Do you know where the next one begins?',
  },
  'state-kept': {
    step: '13.2',
    name: 'after a dropped packet the machine is not at its beginning',
    question: 'A packet was dropped. In which state must the machine be for the next one?',
  },
  'one-machine': {
    name: 'all connections share what the machine keeps',
    question: 'Half of a packet of one client has come, then half of one of another client. Where is each kept?',
  },
  'dropped-uncounted': {
    step: '13.2',
    name: 'a dropped packet is not counted',
    question: 'A cable damages one packet in a thousand. Which number in the log tells you?',
  },
  'same-slot': {
    step: '13.3',
    name: 'a slot stays in the free list when it is taken',
    question: 'The free list begins with slot 0. Two connections come. Which slot does the second one get?',
  },
  'not-full': {
    step: '13.3',
    name: 'a full pool gives a slot away',
    question: 'All slots are used. What does the free list begin with, and which slot is that?',
  },
  'fd-kept': {
    step: '13.3',
    name: 'a slot keeps its descriptor while it rests',
    question: 'The descriptor is closed. Whose is the number now?',
  },
  'free-at-once': {
    step: '13.3',
    name: 'a slot is free as soon as it is retired',
    question: 'A slot must rest. Who puts it into the free list, and when?',
  },
  'same-number': {
    step: '13.3',
    name: 'the next owner has the number of the last one',
    question: 'Slot 0 has a new owner. What tells a message for the old one from a message for the new one?',
  },
  'number-late': {
    step: '13.3',
    name: 'the number changes with the next owner, not with the end',
    question: 'A client has gone, and its slot rests. Is a message of its job still current?',
  },
  'private-number': {
    step: '13.3',
    name: 'the sequence number is private to a thread',
    question: 'A worker has the same memory, and another object. Where must the number be, so that it can see it?',
  },
  'few-numbers': {
    step: '13.3',
    name: 'the number has few bits',
    question: 'A slot has had 256 owners. Which number has the next one, if a number has eight bits?',
  },
  'retires-stranger': {
    step: '13.3',
    name: 'an old ticket retires the next owner',
    question: 'Somebody learns late that a connection has ended. Whose slot is it by now?',
  },
  'retired-twice': {
    step: '13.3',
    name: 'an end counts twice',
    question: 'Reader and heartbeat see the same end. What should the second one do?',
  },
  'recycled-twice': {
    step: '13.3',
    name: 'a slot is in the free list twice',
    question: 'A slot is put into the free list a second time. Who gets it then?',
  },
  'list-lost': {
    step: '13.3',
    name: 'a slot that comes back cuts the free list',
    question: 'Slot 1 is free, and slot 0 comes back to the front of the list. What is behind slot 0?',
  },
  'recycles-used': {
    step: '13.3',
    name: 'a used slot is recycled',
    question: 'Somebody says that a slot has rested, and it is in use. Which of the two is to be believed?',
  },
  'full-silent': {
    step: '13.3',
    name: 'a client is turned away without a word',
    question: 'The pool is full, and you close the connection. How does the client know that it may come again?',
  },
  'full-reset': {
    step: '13.3',
    name: 'the refusal is destroyed by the close',
    question: 'The client has sent a ping that nobody reads. What does the kernel send when you close then?',
  },
  'refused-stays': {
    step: '13.3',
    name: 'a client that was turned away keeps its descriptor',
    question: 'A client was told that there is no slot, and does not close. Until when do you wait for its FIN?',
  },
  'channel-stays': {
    step: '13.3',
    name: 'the loop keeps the channel of a client that was turned away',
    question: 'The descriptor is closed, and the next client has its number. What does the loop still have under that number?',
  },
  'full-hangs': {
    step: '13.3',
    name: 'a client without a slot is kept',
    question: 'There is no slot, and the connection stays open. Who will ever read from it?',
  },
};
