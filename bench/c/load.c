/* Load for an echo server: N connections, each with one message of 64 bytes under way. load PORT N SECONDS
   It must cost less than any server, or it is what is measured: so recv and send, which do less than read and write, and
   edge-triggered epoll, which does not ask each socket twice. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SIZE 64
#define EVENTS 1024

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  static char bytes[65536];
  static struct epoll_event ready[EVENTS];
  if (argc != 4) return 2;
  int count = atoi(argv[2]), epfd = epoll_create1(0), one = 1;
  memset(bytes, 'x', SIZE);
  for (int i = 0; i < count; i++) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(fd, (struct sockaddr *)&at, sizeof at) < 0) return perror("connect"), 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.fd = fd};
    epoll_ctl(epfd, EPOLL_CTL_ADD, fd, &event);
    if (write(fd, bytes, SIZE) != SIZE) return 1;
  }
  double warm = now() + 0.5, began = 0, end = warm + atof(argv[3]);
  long echoes = 0;
  for (double t = now(); t < end; t = now()) {
    if (began == 0 && t >= warm) began = t, echoes = 0;
    int n = epoll_wait(epfd, ready, EVENTS, 1000);
    for (int i = 0; i < n; i++) {
      ssize_t got = recv(ready[i].data.fd, bytes, sizeof bytes, 0);
      if (got != SIZE) return fprintf(stderr, "an answer of %zd bytes\n", got), 1;
      echoes++;
      if (send(ready[i].data.fd, bytes, SIZE, 0) != SIZE) return 1;
    }
  }
  printf("%.0f\n", echoes / (now() - began));
  return 0;
}
