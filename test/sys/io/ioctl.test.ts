import { afterEach, expect, test } from 'vitest';
import * as sys from '#sys';
import { eventually, expectFailure, Opened } from '../support.ts';

const opened = new Opened();
afterEach(() => opened.closeAll());

test('FIONREAD counts the bytes that can be read: of a stream all, of datagrams the next one', () => {
  const [a, b] = opened.pair();
  expect(sys.ioctl(b, sys.FIONREAD)).toBe(0);
  sys.write(a, Buffer.from('five!'));
  sys.write(a, Buffer.from('and more'));
  expect(sys.ioctl(b, sys.FIONREAD)).toBe(13);
  sys.read(b, Buffer.alloc(4));
  expect(sys.ioctl(b, sys.FIONREAD)).toBe(9);
  const receiver = opened.socket(sys.SOCK_DGRAM);
  sys.bind(receiver, { family: sys.AF_INET, address: '127.0.0.1', port: 0 });
  for (const words of ['one', 'fourteen bytes']) {
    sys.sendto(opened.socket(sys.SOCK_DGRAM), Buffer.from(words), sys.getsockname(receiver));
  }
  expect(sys.ioctl(receiver, sys.FIONREAD)).toBe(3);
});

test('SIOCOUTQ counts the bytes that the peer has not acknowledged, SIOCOUTQNSD those not even sent', () => {
  const { client, server } = opened.connection();
  sys.write(client, Buffer.from('acknowledged'));
  expect(eventually(() => (sys.ioctl(client, sys.SIOCOUTQ) === 0 ? 'all' : null))).toBe('all');
  sys.setNonblocking(client);
  let written = 12;
  for (let n: number | null = 0; n !== null; n = sys.write(client, Buffer.alloc(1 << 16))) written += n;
  // The window of the server is full: what it has not got is in the queue of the client, and was not sent.
  const waits = eventually(() => {
    const queued = sys.ioctl(client, sys.SIOCOUTQ);
    return queued + sys.ioctl(server, sys.FIONREAD) === written ? queued : null;
  });
  expect(waits).toBeGreaterThan(0);
  expect(eventually(() => (sys.ioctl(client, sys.SIOCOUTQNSD) === waits ? 'all of it' : null))).toBe('all of it');
});

test('ioctl refuses requests that take a structure, and fails where there is no such number', () => {
  const TIOCGWINSZ = 0x5413;
  expect(() => sys.ioctl(opened.socket(), TIOCGWINSZ)).toThrow(
    'request must be FIONREAD, SIOCOUTQ or SIOCOUTQNSD, not 21523',
  );
  expectFailure('EINVAL', () => sys.ioctl(opened.listener().fd, sys.FIONREAD));
  expectFailure('ENOTTY', () => sys.ioctl(opened.pipe()[0], sys.SIOCOUTQNSD));
  expectFailure('EBADF', () => sys.ioctl(15_000, sys.FIONREAD));
});
