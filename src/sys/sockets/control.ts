/**
 * Control messages, which sendmsg and recvmsg transfer beside the data. Each is a struct cmsghdr
 * (size_t length, int level, int type) and then its data, padded to 8 bytes. cmsg(3)
 */
export interface ControlMessage {
  readonly level: number;
  readonly type: number;
  readonly data: DataView;
}

export const HEADER_BYTES = 16;
const ALIGNMENT = 8;

export const align = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** The messages in control bytes from the kernel, up to the first with a wrong length. */
export function controlMessages(control: Uint8Array): ControlMessage[] {
  const view = new DataView(control.buffer, control.byteOffset, control.byteLength);
  const messages: ControlMessage[] = [];
  for (let at = 0; at + HEADER_BYTES <= control.length; ) {
    const length = Number(view.getBigUint64(at, true));
    if (length < HEADER_BYTES || length > control.length - at) break;
    const data = new DataView(control.buffer, control.byteOffset + at + HEADER_BYTES, length - HEADER_BYTES);
    messages.push({ level: view.getInt32(at + 8, true), type: view.getInt32(at + 12, true), data });
    at += align(length);
  }
  return messages;
}
