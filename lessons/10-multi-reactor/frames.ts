/** The frames of lesson 05: the length in four bytes, network order, then the text. Nothing to do in this file. */
import type { ByteBuffer } from '#reactor';
import { MOST_TEXT } from './tasks.ts';

const HEAD = 4;

/** Takes the next frame out of the input; null when it is not complete. Throws for a length that no frame has. */
export function takeFrame(input: ByteBuffer): string | null {
  if (input.length < HEAD) return null;
  const length = input.bytes.readUInt32BE(0);
  if (length > MOST_TEXT) throw new Error(`a frame of ${length} bytes`);
  if (input.length < HEAD + length) return null;
  const text = input.bytes.toString('latin1', HEAD, HEAD + length);
  input.consume(HEAD + length);
  return text;
}

/** The frames of some texts, one after the other. */
export function framesOf(texts: readonly string[]): Buffer {
  const bytes = Buffer.allocUnsafe(texts.reduce((sum, text) => sum + HEAD + text.length, 0));
  let at = 0;
  for (const text of texts) {
    at = bytes.writeUInt32BE(text.length, at);
    at += bytes.write(text, at, 'latin1');
  }
  return bytes;
}
