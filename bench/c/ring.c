/* The proactor of lesson 15 in C, with the same design: one ring, multishot accept and receive, provided buffers, a send for
   each buffer. No library. The peer of bench/io-models.ts. Prints its port. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/io_uring.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ENTRIES 2048
#define COMPLETIONS 8192
#define BUFFERS 4096
#define SIZE 2048

enum { ACCEPT = 1, RECEIVE, SEND, CLOSE };

static int ring;
static unsigned *sq_tail, *cq_head, *cq_tail, sq_mask, cq_mask, tail, prepared;
static struct io_uring_sqe *sqes;
static struct io_uring_cqe *cqes;
static struct io_uring_buf_ring *given;
static unsigned short given_tail;
static char *pool;

static int enter(unsigned wait) {
  __atomic_store_n(sq_tail, tail, __ATOMIC_RELEASE);
  int n = syscall(__NR_io_uring_enter, ring, prepared, wait, IORING_ENTER_GETEVENTS, NULL, 0);
  if (n > 0) prepared -= n;
  return n;
}

static struct io_uring_sqe *prepare(int op, int fd, unsigned tag, void *at, unsigned length) {
  if (prepared == ENTRIES) enter(0);
  struct io_uring_sqe *sqe = &sqes[tail++ & sq_mask];
  memset(sqe, 0, sizeof *sqe);
  sqe->opcode = op, sqe->fd = fd, sqe->addr = (unsigned long)at, sqe->len = length;
  sqe->user_data = (unsigned long)(unsigned)fd << 32 | tag;
  prepared++;
  return sqe;
}

static void give(unsigned short bid) {
  struct io_uring_buf *buf = &given->bufs[given_tail & (BUFFERS - 1)];
  buf->addr = (unsigned long)(pool + bid * SIZE), buf->len = SIZE, buf->bid = bid;
  __atomic_store_n(&given->tail, ++given_tail, __ATOMIC_RELEASE);
}

static void receive(int fd) {
  struct io_uring_sqe *sqe = prepare(IORING_OP_RECV, fd, RECEIVE, NULL, 0);
  sqe->ioprio = IORING_RECV_MULTISHOT, sqe->flags = IOSQE_BUFFER_SELECT, sqe->buf_group = 1;
}

static void done(struct io_uring_cqe *cqe, int listener) {
  int fd = cqe->user_data >> 32, res = cqe->res, one = 1, more = cqe->flags & IORING_CQE_F_MORE;
  unsigned tag = cqe->user_data & 0xff;
  if (tag == ACCEPT) {
    if (res >= 0) setsockopt(res, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one), receive(res);
    if (!more) prepare(IORING_OP_ACCEPT, listener, ACCEPT, NULL, 0)->ioprio = IORING_ACCEPT_MULTISHOT;
  } else if (tag == RECEIVE) {
    if (res > 0) {
      unsigned bid = cqe->flags >> IORING_CQE_BUFFER_SHIFT;
      prepare(IORING_OP_SEND, fd, SEND | bid << 8, pool + bid * SIZE, res)->msg_flags = MSG_NOSIGNAL | MSG_WAITALL;
      if (!more) receive(fd);
    } else if (res == -105) receive(fd); /* ENOBUFS */
    else prepare(IORING_OP_CLOSE, fd, CLOSE, NULL, 0);
  } else if (tag == SEND) give(cqe->user_data >> 8 & 0xffff);
}

int main(void) {
  struct io_uring_params p = {
      .flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_CQSIZE, .cq_entries = COMPLETIONS};
  ring = syscall(__NR_io_uring_setup, ENTRIES, &p);
  if (ring < 0) return perror("io_uring_setup"), 1;
  size_t sq = p.sq_off.array + p.sq_entries * 4, cq = p.cq_off.cqes + p.cq_entries * sizeof *cqes;
  char *rings = mmap(NULL, sq > cq ? sq : cq, PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQ_RING);
  sqes = mmap(NULL, p.sq_entries * sizeof *sqes, PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQES);
  sq_tail = (unsigned *)(rings + p.sq_off.tail), cq_head = (unsigned *)(rings + p.cq_off.head);
  cq_tail = (unsigned *)(rings + p.cq_off.tail), cqes = (struct io_uring_cqe *)(rings + p.cq_off.cqes);
  sq_mask = p.sq_entries - 1, cq_mask = p.cq_entries - 1;
  for (unsigned i = 0; i < p.sq_entries; i++) ((unsigned *)(rings + p.sq_off.array))[i] = i;
  pool = mmap(NULL, BUFFERS * SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  given = mmap(NULL, BUFFERS * 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  struct io_uring_buf_reg reg = {.ring_addr = (unsigned long)given, .ring_entries = BUFFERS, .bgid = 1};
  if (syscall(__NR_io_uring_register, ring, IORING_REGISTER_PBUF_RING, &reg, 1) < 0) return perror("register"), 1;
  for (int bid = 0; bid < 256; bid++) give(bid);

  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof at;
  if (bind(listener, (struct sockaddr *)&at, sizeof at) < 0 || listen(listener, 4096) < 0) return 1;
  getsockname(listener, (struct sockaddr *)&at, &length);
  printf("listening 127.0.0.1:%d\n", ntohs(at.sin_port));
  fflush(stdout);
  prepare(IORING_OP_ACCEPT, listener, ACCEPT, NULL, 0)->ioprio = IORING_ACCEPT_MULTISHOT;
  for (;;) {
    enter(1);
    unsigned head = *cq_head, end = __atomic_load_n(cq_tail, __ATOMIC_ACQUIRE);
    for (; head != end; head++) done(&cqes[head & cq_mask], listener);
    __atomic_store_n(cq_head, head, __ATOMIC_RELEASE);
  }
}
