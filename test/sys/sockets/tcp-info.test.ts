import { afterEach, expect, test } from 'vitest';
import * as sys from '#sys';
import { eventually, expectFailure, Opened } from '../support.ts';

const opened = new Opened();
afterEach(() => opened.closeAll());

const stateOf = (fd: number) => sys.tcpInfo(fd).state;
const waitForState = (fd: number, state: sys.TcpState) => eventually(() => (stateOf(fd) === state ? state : null));

test('tcpInfo counts the bytes and segments of an exchange in which nothing was lost', () => {
  const { client, server } = opened.connection();
  sys.write(client, Buffer.alloc(1000));
  sys.recv(server, Buffer.alloc(1000), sys.MSG_WAITALL);
  sys.write(server, Buffer.alloc(300));
  sys.recv(client, Buffer.alloc(300), sys.MSG_WAITALL);
  const acknowledged = eventually(() => (sys.tcpInfo(client).unacked === 0 ? sys.tcpInfo(client) : null));
  expect(acknowledged).toMatchObject({
    state: 'ESTABLISHED',
    caState: 'OPEN',
    bytesSent: 1000,
    bytesAcked: 1001, // the SYN counts as one
    bytesReceived: 300,
    dataSegsOut: 1,
    dataSegsIn: 1,
    notsentBytes: 0,
    bytesRetrans: 0,
    totalRetrans: 0,
    retransmits: 0,
    lost: 0,
    maxPacingRate: Number.POSITIVE_INFINITY,
  });
  expect(acknowledged.rtt).toBeGreaterThan(0);
  expect(acknowledged.minRtt).toBeLessThanOrEqual(acknowledged.rtt);
  expect(acknowledged.rto).toBeGreaterThanOrEqual(200_000); // TCP_RTO_MIN, in microseconds
  expect(acknowledged.segsOut).toBeGreaterThanOrEqual(3); // SYN, ACK, data
  expect(acknowledged.sndMss).toBe(sys.getsockopt(client, sys.IPPROTO_TCP, sys.TCP_MAXSEG));
  expect(sys.tcpInfo(server)).toMatchObject({ bytesReceived: 1000, bytesSent: 300 });
});

test('tcpInfo names the states of both ends from listen to the end', () => {
  const { fd, address } = opened.listener();
  const client = opened.socket();
  expect(stateOf(client)).toBe('CLOSE');
  expect(stateOf(fd)).toBe('LISTEN');
  sys.connect(client, address);
  const server = opened.add(sys.accept(fd)?.fd ?? -1);
  expect([client, server].map(stateOf)).toEqual(['ESTABLISHED', 'ESTABLISHED']);
  sys.shutdown(client, sys.SHUT_WR);
  waitForState(client, 'FIN_WAIT2');
  waitForState(server, 'CLOSE_WAIT');
  sys.shutdown(server, sys.SHUT_WR);
  waitForState(server, 'CLOSE');
});

test('the numbers of a receiver that does not read: a closed window, and bytes that were not sent', () => {
  const { client, server } = opened.connection();
  sys.setNonblocking(client);
  while (sys.write(client, Buffer.alloc(1 << 16)) !== null);
  const full = eventually(() => (sys.tcpInfo(client).sndWnd === 0 ? sys.tcpInfo(client) : null));
  expect(full.notsentBytes).toBe(sys.ioctl(client, sys.SIOCOUTQNSD));
  expect(full.notsentBytes).toBeGreaterThan(0);
  expect(full.bytesReceived).toBe(0);
  expect(sys.tcpInfo(server).bytesReceived).toBe(sys.ioctl(server, sys.FIONREAD));
  expect(eventually(() => sys.tcpInfo(client).rwndLimited || null)).toBeGreaterThan(0);
});

test('of a listener, tcpInfo has the connections that wait for accept and the backlog', () => {
  const { fd, address } = opened.listener();
  for (const _ of [1, 2, 3]) sys.connect(opened.socket(), address);
  expect(sys.tcpInfo(fd)).toMatchObject({ state: 'LISTEN', unacked: 3, sacked: 8 });
});

test('tcpInfo has the options that both ends agreed on', () => {
  const agreed = sys.tcpInfo(opened.connection().client).options;
  expect(agreed & sys.TCPI_OPT_WSCALE).toBe(sys.TCPI_OPT_WSCALE);
  expect(agreed & sys.TCPI_OPT_SYN_DATA).toBe(0);
});

test('tcpInfo fails on sockets that are not of TCP', () => {
  expectFailure('ENOTSUP', () => sys.tcpInfo(opened.socket(sys.SOCK_DGRAM)));
  expectFailure('ENOTSUP', () => sys.tcpInfo(opened.pair()[0]));
  expectFailure('ENOTSOCK', () => sys.tcpInfo(opened.pipe()[0]));
});
