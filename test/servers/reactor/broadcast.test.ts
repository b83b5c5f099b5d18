import { expect, test } from 'vitest';
import { socketInodes } from '../../../src/kit/kernel/proc.ts';
import { Peer } from '../../../src/kit/peer.ts';
import { withReactor } from '../../support/reactor.ts';

/** Sends each message to all clients: one connection's handler ends another connection. */
const BROADCAST = 'test/servers/fixtures/broadcast.ts';

test('a client that has gone is the end of its own connection, and not of one that sends to it', () =>
  withReactor(BROADCAST, async (server) => {
    const bob = await Peer.connect(server);
    const eve = await Peer.connect(server);
    for (let i = 0; i < 5; i++) {
      const rude = await Peer.connect(server);
      await server.waitFor('three connections', () => server.connections().length === 3);
      // Epoll reports Bob first: his message is handled before the client that has gone.
      await server.frozen(async () => {
        await bob.send(Buffer.from('hello'));
        rude.reset();
      });
      await bob.expect(Buffer.from('hello'));
      await eve.expect(Buffer.from('hello'));
      await server.waitFor('two connections', () => server.connections().length === 2);
    }
    bob.close();
    eve.close();
  }));

test('an event of a closed descriptor does no harm to a new connection with its number', () =>
  withReactor(BROADCAST, async (server) => {
    const fdOf = (peer: Peer): number | undefined => socketInodes(server.pid).get(peer.serverRow?.inode ?? 0);
    const bob = await Peer.connect(server);
    for (let i = 0; i < 5; i++) {
      const rude = await Peer.connect(server);
      await server.waitFor('two connections', () => server.connections().length === 2);
      const fd = fdOf(rude);
      // Three events of one batch, in this order. Bob's handler sends to the client that has gone, and closes its descriptor.
      const late = await server.frozen(async () => {
        await bob.send(Buffer.from('hello'));
        const waiting = await Peer.connect(server);
        rude.reset();
        return waiting;
      });
      await bob.expect(Buffer.from('hello'));
      await server.waitFor('two connections', () => server.connections().length === 2);
      expect(fdOf(late)).toBe(fd);
      await bob.send(Buffer.from('again')); // the loop goes on
      await Promise.all([bob, late].map((peer) => peer.expect(Buffer.from('again'))));
      late.close();
      await server.waitFor('one connection', () => server.connections().length === 1);
    }
    bob.close();
  }));
