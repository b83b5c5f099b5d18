/* The plain epoll echo loop in C, level-triggered: the peer of bench/reactor.ts. Prints its port. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS 512

int main(void) {
  static char bytes[65536];
  static struct epoll_event ready[EVENTS];
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), epfd = epoll_create1(0), one = 1;
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof at;
  if (bind(listener, (struct sockaddr *)&at, sizeof at) < 0 || listen(listener, 4096) < 0) return 1;
  getsockname(listener, (struct sockaddr *)&at, &length);
  printf("listening 127.0.0.1:%d\n", ntohs(at.sin_port));
  fflush(stdout);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
  epoll_ctl(epfd, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int count = epoll_wait(epfd, ready, EVENTS, -1);
    for (int i = 0; i < count; i++) {
      int fd = ready[i].data.fd;
      if (fd == listener) {
        for (int conn; (conn = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
          setsockopt(conn, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          event = (struct epoll_event){.events = EPOLLIN, .data.fd = conn};
          epoll_ctl(epfd, EPOLL_CTL_ADD, conn, &event);
        }
        continue;
      }
      ssize_t n = read(fd, bytes, sizeof bytes);
      if (n <= 0) close(fd);
      else if (write(fd, bytes, n) != n) close(fd);
    }
  }
}
