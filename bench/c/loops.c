/* Echo with a thread for each loop in C: the main thread accepts and gives connections away, round robin. loops COUNT. Prints its port. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS 512
#define MOST 64

static void *run(void *arg) {
  int epfd = *(int *)arg;
  char *bytes = malloc(65536);
  struct epoll_event ready[EVENTS];
  for (;;) {
    int count = epoll_wait(epfd, ready, EVENTS, -1);
    for (int i = 0; i < count; i++) {
      int fd = ready[i].data.fd;
      ssize_t n = recv(fd, bytes, 65536, 0);
      if (n <= 0) close(fd);
      else if (send(fd, bytes, n, MSG_NOSIGNAL) != n) close(fd);
    }
  }
}

int main(int argc, char **argv) {
  static int loops[MOST];
  int count = argc > 1 ? atoi(argv[1]) : 2, one = 1;
  if (count < 1 || count > MOST) return 2;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof at;
  if (bind(listener, (struct sockaddr *)&at, sizeof at) < 0 || listen(listener, 4096) < 0) return 1;
  for (int i = 0; i < count; i++) {
    pthread_t thread;
    loops[i] = epoll_create1(0);
    if (pthread_create(&thread, NULL, run, &loops[i]) != 0) return 1;
  }
  getsockname(listener, (struct sockaddr *)&at, &length);
  printf("listening 127.0.0.1:%d\n", ntohs(at.sin_port));
  fflush(stdout);
  for (int turn = 0;; turn++) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0) continue;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    epoll_ctl(loops[turn % count], EPOLL_CTL_ADD, fd, &event);
  }
}
