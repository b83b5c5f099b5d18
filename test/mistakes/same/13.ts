import type { SameProgram } from '../../../src/mutants/mutant.ts';

const ORDER = 'neither statement uses what the other one changes';
const ASKED = 'the states of a part under way are for the reader of the program: only HEAD_INIT is asked for';

/** Changes of the reference that make no other program. */
const same: readonly SameProgram[] = [
  {
    file: 'codec.ts',
    line: 'packet.writeUInt16BE(packet.length, 0);',
    change: 'packet.writeUInt16BE(packet.length, 0); ↔ packet.writeUInt16BE(code, 2);',
    why: ORDER,
  },
  {
    file: 'codec.ts',
    line: 'packet.writeUInt16BE(code, 2);',
    change: 'packet.writeUInt16BE(code, 2); ↔ packet.writeUInt32BE(crc32(body), 4);',
    why: ORDER,
  },
  {
    file: 'codec.ts',
    line: 'packet.writeUInt32BE(crc32(body), 4);',
    change: 'packet.writeUInt32BE(crc32(body), 4); ↔ packet.set(body, HEADER);',
    why: ORDER,
  },
  {
    file: 'packet-reader.ts',
    line: 'at += taken;',
    change: 'at += taken; ↔ this.#got += taken;',
    why: ORDER,
  },
  {
    file: 'packet-reader.ts',
    line: 'else this.#state = this.#header === null ? HEAD_RECEIVING : BODY_RECEIVING;',
    change: 'this.#header === null → false',
    why: ASKED,
  },
  {
    file: 'packet-reader.ts',
    line: 'else this.#state = this.#header === null ? HEAD_RECEIVING : BODY_RECEIVING;',
    change: 'this.#header === null → true',
    why: ASKED,
  },
  {
    file: 'packet-reader.ts',
    line: 'else this.#state = this.#header === null ? HEAD_RECEIVING : BODY_RECEIVING;',
    change: '=== → !==',
    why: ASKED,
  },
  {
    file: 'packet-reader.ts',
    line: 'this.#begin(this.#header.length - HEADER);',
    change: 'this.#begin(this.#header.length - HEADER); ↔ this.#state = BODY_INIT;',
    why: ORDER,
  },
  {
    file: 'packet-reader.ts',
    line: 'this.#header = null;',
    change: 'this.#header = null; ↔ this.#part = NO_BYTES;',
    why: ORDER,
  },
  {
    file: 'packet-reader.ts',
    line: 'this.#part = NO_BYTES;',
    change: 'this.#part = NO_BYTES; ↔ this.#state = HEAD_INIT;',
    why: ORDER,
  },
  {
    file: 'packet-reader.ts',
    line: 'this.#part = NO_BYTES;',
    change: 'without: this.#part = NO_BYTES;',
    why: 'it is replaced before anything is copied into it',
  },
  {
    file: 'slot-pool.ts',
    line: 'this.#set(slot, NEXT, NONE);',
    change: 'this.#set(slot, NEXT, NONE); ↔ this.#set(slot, FD, fd);',
    why: ORDER,
  },
  {
    file: 'slot-pool.ts',
    line: 'this.#set(slot, NEXT, NONE);',
    change: 'without: this.#set(slot, NEXT, NONE);',
    why: 'nobody follows the list from a slot that is in use',
  },
  {
    file: 'slot-pool.ts',
    line: 'this.#set(slot, FD, fd);',
    change: 'this.#set(slot, FD, fd); ↔ this.#set(slot, STATE, USED);',
    why: ORDER,
  },
  {
    file: 'slot-pool.ts',
    line: 'Atomics.add(this.#words, SLOTS + ticket.slot * WORDS + SEQUENCE, 1);',
    change: 'Atomics.add(this.#words, SLOTS + ticket.slot * WORDS + SEQUENCE, 1); ↔ this.#set(ticket.sl…',
    why: ORDER,
  },
  {
    file: 'slot-pool.ts',
    line: 'Atomics.add(this.#words, SLOTS + ticket.slot * WORDS + SEQUENCE, 1);',
    change: '1 → 2',
    why: 'any other number makes the tickets stale',
  },
  {
    file: 'slot-pool.ts',
    line: 'this.#set(ticket.slot, FD, -1);',
    change: 'this.#set(ticket.slot, FD, -1); ↔ this.#set(ticket.slot, STATE, RESTING);',
    why: ORDER,
  },
  {
    file: 'slot-pool.ts',
    line: 'this.#set(slot, STATE, UNUSED);',
    change: 'this.#set(slot, STATE, UNUSED); ↔ this.#set(slot, NEXT, Atomics.load(this.#words, FREE));',
    why: ORDER,
  },
  {
    file: 'dispatcher.ts',
    line: 'this.#handlers[PING] = () => encode(PING, NO_BODY);',
    change: 'this.#handlers[PING] = () => encode(PING, NO_BODY); ↔ this.#handlers[REGISTER] = (body) =>…',
    why: ORDER,
  },
  {
    file: 'dispatcher.ts',
    line: "this.#handlers[REGISTER] = (body) => encode(REGISTER, Buffer.from(this.#users.register(body.toString('latin1'))));",
    change: 'this.#handlers[REGISTER] = (body) => encode(REGISTER, Buffer.from(this.#users.register(bod…',
    why: ORDER,
  },
  {
    file: 'dispatcher.ts',
    line: 'this.#handlers[LOGIN] = (body, caller) =>',
    change: 'this.#handlers[LOGIN] = (body, caller) => encode(LOGIN, Buffer.from(this.#users.login(call…',
    why: ORDER,
  },
  {
    file: 'dispatcher.ts',
    line: 'this.#handlers[ECHO] = (body) => encode(ECHO, body);',
    change: 'this.#handlers[ECHO] = (body) => encode(ECHO, body); ↔ this.#handlers[WORK] = (body, calle…',
    why: ORDER,
  },
  {
    file: 'outbox.ts',
    line: 'this.#remove(taken);',
    change: 'this.#remove(taken); ↔ bytes += taken;',
    why: ORDER,
  },
  {
    file: 'outbox.ts',
    line: 'this.#bytes -= taken;',
    change: 'this.#bytes -= taken; ↔ this.#sent += taken;',
    why: ORDER,
  },
  {
    file: 'client.ts',
    line: 'return;',
    change: 'without: return;',
    why: 'a client over its limit has packets that wait',
  },
  {
    file: 'heartbeat.ts',
    line: 'this.#due.set(ticket, performance.now() + this.#limit);',
    change: 'this.#due.set(ticket, performance.now() + this.#limit); ↔ this.#timer ??= this.#watcher.lo…',
    why: ORDER,
  },
];

export default same;
