/** Bytes in which every position differs from its neighbours, so that a shift or a repeat shows. */
export function patternBytes(length: number, kind: 'bytes' | 'text' = 'bytes'): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = 0; i < length; i++)
    bytes[i] = kind === 'bytes' ? (i * 31 + (i >> 8) * 17) & 0xff : 97 + ((i + (i >> 6) * 7) % 26);
  return bytes;
}
