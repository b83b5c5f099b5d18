/* The download server of lesson 11 in C, with the buffer sizes of solutions/11: the peer of bench/zero-copy.ts.
   Usage: download WAY FOLDER, where WAY is copy, sendfile or splice. One epoll loop, level-triggered. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define TURN (1 << 20)
#define PIECE 65536
#define MOST 4096

struct client {
  int file, busy, used, pipe[2];
  uint64_t size, sent, holds;
  char line[300];
};
static struct client clients[MOST];
static char buffer[PIECE];
static const char *way, *folder;
static int epfd;

static void want(int fd, int op, uint32_t mask) {
  struct epoll_event event = {.events = mask, .data.fd = fd};
  epoll_ctl(epfd, op, fd, &event);
}

static void finish(struct client *c) {
  if (c->busy) close(c->file);
  c->busy = 0;
}

static void drop(int fd) {
  struct client *c = &clients[fd];
  finish(c);
  if (c->pipe[1]) {
    close(c->pipe[0]);
    close(c->pipe[1]);
  }
  memset(c, 0, sizeof *c);
  close(fd);
}

static uint64_t least(uint64_t a, uint64_t b) { return a < b ? a : b; }

/* 1: go on, 0: no room, -1: the file or the client has gone */
static int some(int fd, struct client *c) {
  uint64_t left = c->size - c->sent;
  ssize_t n;
  if (!strcmp(way, "sendfile")) {
    off_t at = c->sent;
    n = sendfile(fd, c->file, &at, least(TURN, left));
  } else if (!strcmp(way, "copy")) {
    ssize_t length = pread(c->file, buffer, least(PIECE, left), c->sent);
    if (length <= 0) return -1;
    n = send(fd, buffer, length, MSG_NOSIGNAL);
  } else {
    if (!c->pipe[1] && pipe2(c->pipe, O_CLOEXEC | O_NONBLOCK) < 0) return -1;
    if (c->holds == 0) {
      off_t at = c->sent;
      ssize_t length = splice(c->file, &at, c->pipe[1], NULL, least(PIECE, left), 0);
      if (length <= 0) return -1;
      c->holds = length;
    }
    n = splice(c->pipe[0], NULL, fd, NULL, c->holds, SPLICE_F_NONBLOCK | (c->holds < left ? SPLICE_F_MORE : 0));
    if (n > 0) c->holds -= n;
  }
  if (n < 0) return errno == EAGAIN ? 0 : -1;
  if (n == 0) return -1;
  c->sent += n;
  return 1;
}

static void proceed(int fd) {
  struct client *c = &clients[fd];
  int result = 1;
  int calls = strcmp(way, "sendfile") ? TURN / PIECE : 1;
  for (int i = 0; i < calls && c->sent < c->size && result == 1; i++) result = some(fd, c);
  if (result < 0) drop(fd);
  else if (c->sent < c->size) want(fd, EPOLL_CTL_MOD, EPOLLOUT);
  else {
    finish(c);
    want(fd, EPOLL_CTL_MOD, EPOLLIN);
  }
}

static void request(int fd) {
  struct client *c = &clients[fd];
  ssize_t n = recv(fd, c->line + c->used, sizeof c->line - 1 - c->used, 0);
  if (n <= 0) {
    drop(fd);
    return;
  }
  c->used += n;
  c->line[c->used] = 0;
  char *end = strchr(c->line, '\n');
  if (!end) return;
  *end = 0;
  c->used = 0;
  char path[4096];
  struct stat status;
  snprintf(path, sizeof path, "%s/%s", folder, c->line + 4);
  c->file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if (c->file < 0 || fstat(c->file, &status) < 0) {
    drop(fd);
    return;
  }
  c->busy = 1;
  c->size = status.st_size;
  c->sent = c->holds = 0;
  uint64_t header = htobe64(c->size);
  if (send(fd, &header, 8, MSG_NOSIGNAL | MSG_MORE) != 8) drop(fd);
  else proceed(fd);
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  way = argv[1];
  folder = argv[2];
  signal(SIGPIPE, SIG_IGN);
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof at;
  if (bind(listener, (struct sockaddr *)&at, sizeof at) < 0 || listen(listener, 4096) < 0) return 1;
  getsockname(listener, (struct sockaddr *)&at, &length);
  epfd = epoll_create1(0);
  want(listener, EPOLL_CTL_ADD, EPOLLIN);
  printf("listening 127.0.0.1:%d\n", ntohs(at.sin_port));
  fflush(stdout);
  for (;;) {
    struct epoll_event events[256];
    int count = epoll_wait(epfd, events, 256, -1);
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        int conn = accept4(listener, NULL, NULL, SOCK_NONBLOCK), one = 1;
        if (conn < 0) continue;
        if (conn >= MOST) {
          close(conn);
          continue;
        }
        setsockopt(conn, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        memset(&clients[conn], 0, sizeof clients[conn]);
        want(conn, EPOLL_CTL_ADD, EPOLLIN);
      } else if (clients[fd].busy) proceed(fd);
      else request(fd);
    }
  }
}
