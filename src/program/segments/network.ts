import { writeFileSync } from 'node:fs';
import {
  AF_NETLINK,
  CLONE_NEWNET,
  CLONE_NEWUSER,
  close,
  NETLINK_ROUTE,
  recv,
  SOCK_CLOEXEC,
  SOCK_RAW,
  send,
  socket,
  unshare,
} from '#sys';

// struct nlmsghdr { u32 len; u16 type; u16 flags; u32 seq; u32 pid; }, then
// struct ifinfomsg { u8 family, pad; u16 type; i32 index; u32 flags, change; } netlink(7), rtnetlink(7)
const MESSAGE_BYTES = 32;
const RTM_NEWLINK = 16;
const NLM_F_REQUEST_ACK = 5;
const IFF_UP = 1;
/** The loopback interface is the first one of every network. */
const LOOPBACK = 1;

/**
 * Gives this process a network of its own, with a loopback interface and nothing else, in which it may capture without being root. Call
 * it in a forked child: the kernel refuses it to a process with threads. Throws where user namespaces are forbidden.
 */
export function ownNetwork(): void {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  unshare(CLONE_NEWUSER | CLONE_NEWNET);
  writeFileSync('/proc/self/uid_map', `0 ${uid} 1`);
  writeFileSync('/proc/self/setgroups', 'deny'); // the kernel wants it before gid_map. user_namespaces(7)
  writeFileSync('/proc/self/gid_map', `0 ${gid} 1`);
  startLoopback();
}

function startLoopback(): void {
  const message = Buffer.alloc(MESSAGE_BYTES);
  message.writeUInt32LE(MESSAGE_BYTES, 0);
  message.writeUInt16LE(RTM_NEWLINK, 4);
  message.writeUInt16LE(NLM_F_REQUEST_ACK, 6);
  message.writeInt32LE(LOOPBACK, 20);
  message.writeUInt32LE(IFF_UP, 24);
  message.writeUInt32LE(IFF_UP, 28);
  const fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  try {
    send(fd, message);
    const answer = Buffer.alloc(1024);
    recv(fd, answer);
    const error = -answer.readInt32LE(16);
    if (error !== 0) throw new Error(`the loopback interface does not start: error ${error}`);
  } finally {
    close(fd);
  }
}
