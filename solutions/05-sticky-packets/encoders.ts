/** Three ways to mark where a message ends. Each takes the bytes of one message and returns what goes on the wire. */

/** A record of exactly `size` bytes: the message, and zero bytes behind it. Throws a RangeError when it does not fit. */
export function encodeRecord(message: Uint8Array, size: number): Buffer {
  //#region 05.2
  // TODO 05.2: a buffer of `size` zero bytes with the message at its beginning. Throw a RangeError for a longer message.
  if (message.length > size) throw new RangeError(`${message.length} bytes do not fit into a record of ${size}`);
  const record = Buffer.alloc(size);
  record.set(message);
  return record;
  //#endregion
}

/**
 * The message and a line feed. Throws a RangeError for a message with a line feed in it, which would be two, and for one that ends in
 * a carriage return, which would be taken for the line's.
 */
export function encodeLine(message: Uint8Array): Buffer {
  //#region 05.3
  // TODO 05.3: the message and the byte 0x0a behind it. Throw a RangeError for a message that has this byte in it, or ends in 0x0d.
  if (message.includes(0x0a)) throw new RangeError('a line has no line feed in it');
  if (message.at(-1) === 0x0d) throw new RangeError('a line does not end in a carriage return');
  return Buffer.concat([message, Buffer.of(0x0a)]);
  //#endregion
}

/** The length of the message, 4 bytes in network order, and the message. */
export function encodeMessage(message: Uint8Array): Buffer {
  //#region 05.4
  // TODO 05.4: four bytes with the length of the message in network order, and the message, in one buffer.
  //   man: byteorder(3), and in Node: Buffer.writeUInt32BE
  const wire = Buffer.alloc(4 + message.length);
  wire.writeUInt32BE(message.length);
  wire.set(message, 4);
  return wire;
  //#endregion
}
