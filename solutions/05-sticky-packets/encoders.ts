/** Three framings. Each function takes the bytes of one message and returns the bytes for the wire. */

/** A record of exactly `size` bytes: the message, and zero bytes behind it. Throws a RangeError when it does not fit. */
export function encodeRecord(message: Uint8Array, size: number): Buffer {
  //#region 05.2
  // TODO 05.2: return `size` bytes: the message, then zero bytes.
  //   - throw a RangeError for a message of more than `size` bytes
  if (message.length > size) throw new RangeError(`${message.length} bytes do not fit into a record of ${size}`);
  const record = Buffer.alloc(size);
  record.set(message);
  return record;
  //#endregion
}

/**
 * The message and a line feed. Throws a RangeError for a message with a line feed in it, because it would arrive as two
 * lines, and for one that ends in a carriage return, because the reader would remove that byte.
 */
export function encodeLine(message: Uint8Array): Buffer {
  //#region 05.3
  // TODO 05.3: return the message with a line feed (0x0a) behind it.
  //   - throw a RangeError for a message with 0x0a in it, or with 0x0d at its end
  if (message.includes(0x0a)) throw new RangeError('a line has no line feed in it');
  if (message.at(-1) === 0x0d) throw new RangeError('a line does not end in a carriage return');
  return Buffer.concat([message, Buffer.of(0x0a)]);
  //#endregion
}

/** The length of the message, 4 bytes in network order, and the message. */
export function encodeMessage(message: Uint8Array): Buffer {
  //#region 05.4
  // TODO 05.4: return the length in 4 bytes, network order, and the message behind it: one buffer.
  //   - the length counts bytes of the message, and not its own four
  //   man: byteorder(3), and in Node: Buffer.writeUInt32BE
  const wire = Buffer.alloc(4 + message.length);
  wire.writeUInt32BE(message.length);
  wire.set(message, 4);
  return wire;
  //#endregion
}
