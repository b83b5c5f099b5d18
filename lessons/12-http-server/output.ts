/** The answers of a connection that are not sent yet: bytes, and perhaps a file behind them. */
import { todo } from '#program';
import { ByteBuffer } from '#reactor';
import { type Fd, MSG_MORE, MSG_NOSIGNAL, send } from '#sys';
import { FileBody } from './file-body.ts';

/** With this many bytes, no further request is answered. */
const HIGH_WATER = 262_144;

/** Owns the descriptor of its file. */
export class Output {
  readonly #bytes = new ByteBuffer();
  #file: FileBody | null = null;

  get empty(): boolean {
    return this.#file === null && this.#bytes.length === 0;
  }

  /** Whether an answer may be added: behind a file it may not. */
  get accepts(): boolean {
    return this.#file === null && this.#bytes.length < HIGH_WATER;
  }

  append(bytes: Uint8Array): void {
    this.#bytes.append(bytes);
  }

  /** Text with a byte for each character. */
  appendText(text: string): void {
    const room = this.#bytes.space(text.length);
    this.#bytes.filled(room.write(text, 'latin1'));
  }

  appendFile(fd: Fd, size: number): void {
    this.#file = new FileBody(fd, size);
  }

  /** Sends as much as the kernel takes in this turn. False when a file has fewer bytes than its head has promised. */
  send(socket: Fd): boolean {
    while (this.#bytes.length > 0) {
      let flags = MSG_NOSIGNAL;
      //#region 12.6 silent
      // TODO 12.6: add MSG_MORE when a file follows: then head and file share a segment.
      //   man: send(2)
      //#endregion
      const taken = send(socket, this.#bytes.bytes, flags);
      if (taken === null) return true;
      this.#bytes.consume(taken);
    }
    if (this.#file === null) return true;
    //#region 12.6
    // TODO 12.6: let the file send; close it unless it has more to send, and say if it was short.
    todo('12.6', 'let the file send; close it unless it has more to send, and say if it was short');
    //#endregion
  }

  close(): void {
    this.#file?.close();
    this.#file = null;
  }
}
