import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { expect, test } from 'vitest';
import { withReactor } from '../../support/reactor.ts';

/** The two libraries with which programs in Node talk to Redis, each with its own set-up, parser and pipeline. */
const host = '127.0.0.1';
const LARGE = 'x'.repeat(1 << 20);
const MANY = 1000;

const withServer = (act: (port: number) => Promise<void>): Promise<void> =>
  withReactor('resp.ts', async (server) => {
    await act(server.port);
    await server.waitFor('no connection', () => server.connections().length === 0);
    expect(server.exited).toBeNull();
  });

const keys = Array.from({ length: MANY }, (_, i) => `key${i}`);

// It asks for RESP3 first; refused, it connects again with RESP2.
test.each([2, 3] as const)('ioredis, with RESP%i', (protocol) =>
  withServer(async (port) => {
    const errors: Error[] = [];
    const client = new Redis({ host, port, protocol, connectionName: 'lab', lazyConnect: true });
    client.on('error', (error) => errors.push(error));
    try {
      await client.connect(); // until INFO says that nothing is loading
      expect(client.status).toBe('ready');
      expect(await client.set('greeting', 'hello')).toBe('OK');
      expect([await client.get('greeting'), await client.get('nowhere')]).toEqual(['hello', null]);
      const pipeline = client.pipeline();
      for (const key of keys) pipeline.set(key, `value of ${key}`).get(key);
      const wanted = keys.flatMap((key) => [
        [null, 'OK'],
        [null, `value of ${key}`],
      ]);
      expect(await pipeline.exec()).toEqual(wanted);
      await client.set('large', LARGE);
      expect((await client.get('large')) === LARGE).toBe(true);
      expect(await client.del('greeting', 'large', 'nowhere')).toBe(2);
      await expect(client.incr('n')).rejects.toThrow("ERR unknown command 'incr', with args beginning with: 'n'");
      expect(await client.quit()).toBe('OK');
      expect(errors).toEqual([]);
    } finally {
      client.disconnect();
    }
  }),
);

test('node-redis, with RESP2', () =>
  withServer(async (port) => {
    const errors: Error[] = [];
    const client = createClient({ RESP: 2, name: 'lab', database: 0, socket: { host, port } });
    client.on('error', (error) => errors.push(error));
    try {
      await client.connect();
      await client.select(0);
      expect(await client.set('greeting', 'hello')).toBe('OK');
      expect([await client.get('greeting'), await client.get('nowhere')]).toEqual(['hello', null]);
      // Commands that are given in one turn are sent together.
      const seen = await Promise.all(keys.flatMap((key) => [client.set(key, `value of ${key}`), client.get(key)]));
      expect(seen).toEqual(keys.flatMap((key) => ['OK', `value of ${key}`]));
      await client.set('large', LARGE);
      expect((await client.get('large')) === LARGE).toBe(true);
      expect(await client.del(['greeting', 'large', 'nowhere'])).toBe(2);
      await expect(client.select(1)).rejects.toThrow('ERR DB index is out of range');
      expect(await client.sendCommand(['QUIT'])).toBe('OK');
      expect(errors).toEqual([]);
    } finally {
      client.destroy();
    }
  }));

test('node-redis is told that RESP3 is not spoken here', () =>
  withServer(async (port) => {
    const client = createClient({ RESP: 3, socket: { host, port, reconnectStrategy: false } });
    client.on('error', () => {});
    await expect(client.connect()).rejects.toThrow('NOPROTO unsupported protocol version');
  }));
