import { style } from '#lesson';

export default style({
  edits: [
    {
      file: 'encoders.ts',
      find: `  if (message.length > size) throw new RangeError(\`\${message.length} bytes do not fit into a record of \${size}\`);
  const record = Buffer.alloc(size);
  record.set(message);
  return record;`,
      replace: `  if (size < message.length) throw new RangeError('too long for a record');
  return Buffer.from([...message, ...new Array<number>(size - message.length).fill(0)]);`,
    },
    {
      file: 'encoders.ts',
      find: `  if (message.includes(0x0a)) throw new RangeError('a line has no line feed in it');
  if (message.at(-1) === 0x0d) throw new RangeError('a line does not end in a carriage return');
  return Buffer.concat([message, Buffer.of(0x0a)]);`,
      replace: `  const text = Buffer.from(message).toString('latin1');
  if (/\\n|\\r$/.test(text)) throw new RangeError(\`\${JSON.stringify(text)} is not one line\`);
  return Buffer.from(\`\${text}\\n\`, 'latin1');`,
    },
    {
      file: 'encoders.ts',
      find: `  const wire = Buffer.alloc(4 + message.length);
  wire.writeUInt32BE(message.length);
  wire.set(message, 4);
  return wire;`,
      replace: `  const wire = new Uint8Array(message.length + 4);
  new DataView(wire.buffer).setUint32(0, message.byteLength, false);
  wire.set(message, 4);
  return Buffer.from(wire.buffer);`,
    },
  ],
});
