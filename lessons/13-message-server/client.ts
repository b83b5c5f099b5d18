/** One connection in the loop. It owns its descriptor, and a slot of the pool. */
import { log, show } from '#program';
import { sayGoodbye } from '#program/goodbye.ts';
import { Channel } from '#reactor';
import { type Accepted, close, isSystemError, recv, type SocketAddress } from '#sys';
import { BadPacket } from './codec.ts';
import type { Caller } from './dispatcher.ts';
import { Outbox } from './outbox.ts';
import { PacketReader } from './packet-reader.ts';
import type { Serving } from './serving.ts';
import type { Ticket } from './slot-pool.ts';

/** The receive buffer of all clients. */
const arrivals = Buffer.allocUnsafeSlow(65_536);

export class Client implements Caller {
  readonly ticket: Ticket;
  /** The name that it has logged in with. */
  name = '';
  readonly #peer: SocketAddress;
  readonly #server: Serving;
  readonly #channel: Channel;
  readonly #reader = new PacketReader();
  readonly #outbox: Outbox;
  /** It has ended its direction, or this server stops: packets that wait are sent, and no more is read. */
  #finishing = false;

  constructor(server: Serving, { fd, peer }: Accepted, ticket: Ticket) {
    this.ticket = ticket;
    this.#peer = peer;
    this.#server = server;
    this.#channel = new Channel(server.loop.poller, fd);
    this.#outbox = new Outbox(this.#channel);
    this.#channel.onReadable = () => this.receive();
    this.#channel.onWritable = () => this.#guarded(() => this.#flush());
    this.#channel.setReading(true);
  }

  /** Packets that were dropped, because their CRC was wrong. */
  get dropped(): number {
    return this.#reader.dropped;
  }

  /** An error ends this connection only. */
  #guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!isSystemError(error) && !(error instanceof BadPacket)) throw error;
      this.close(error.message);
    }
  }

  /** Reads once: level-triggered epoll reports it again while bytes are left, and other clients have their turn. */
  receive(): void {
    if (this.#finishing) return;
    this.#guarded(() => {
      const n = recv(this.#channel.fd, arrivals);
      if (n === null) return;
      if (n === 0) this.#finish();
      else this.#reader.read(arrivals.subarray(0, n), (code, body) => this.#deliver(code, body));
      this.#flush();
    });
  }

  /** A packet has come. Its answers are sent together with those to the other packets of this read. */
  #deliver(code: number, body: Buffer): void {
    this.#server.alive(this.ticket);
    const answer = this.#server.dispatcher.answerTo(code, body, this);
    if (answer !== null) this.#outbox.add(answer);
  }

  /** Gives a job to the workers. */
  give(body: Buffer): boolean {
    return this.#server.give(this.ticket, body);
  }

  /** Sends a packet. */
  send(packet: Buffer): void {
    this.#outbox.add(packet);
    this.#guarded(() => this.#flush());
  }

  #flush(): void {
    const sent = this.#outbox.flush();
    //#region 13.7 silent
    // TODO 13.7: a client that takes bytes is alive, also while it sends nothing.
    //#endregion
    const { packets, bytes } = this.#outbox;
    //#region 13.6 silent
    // TODO 13.6: put the client out when more packets or bytes wait than the limits allow.
    //   - only what the kernel has not taken waits: a burst of requests is no fault
    //#endregion
    if (this.#finishing && packets === 0) sayGoodbye(this.#server.loop, this.#channel, () => this.close('has ended'));
  }

  /** No more is read; what waits is sent, and then the connection ends. */
  finish(): void {
    this.#finish();
    this.#guarded(() => this.#flush());
  }

  #finish(): void {
    this.#finishing = true;
    this.#channel.setReading(false);
  }

  /** Ends the connection at once. Reader, sender and heartbeat may all see an end: the first one counts. */
  close(why: string): void {
    if (!this.#server.pool.retire(this.ticket)) return;
    log(`${show(this.#peer)} ${why}`);
    this.#channel.remove();
    close(this.#channel.fd);
    this.#server.gone(this);
  }
}
