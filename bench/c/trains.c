/* The train protocol in C, with the buffer sizes of solutions/06: the peer of bench/trains.ts. */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <endian.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_CAR 1000
#define HOLD 65536

static unsigned long (*crc32)(unsigned long, const void *, unsigned);

static void die(const char *what) {
  perror(what);
  exit(1);
}

#define CARS 64
#define TRAIN (4 + MAX_CAR)

static size_t put_train(char *target, size_t at, const void *car, uint32_t length) {
  uint32_t engine = htonl(length);
  memcpy(target + at, &engine, 4);
  memcpy(target + at + 4, car, length);
  return at + 4 + length;
}

static void send_bytes(int fd, const char *bytes, size_t length) {
  for (size_t done = 0; done < length;) {
    ssize_t n = write(fd, bytes + done, length - done);
    if (n < 0) die("write");
    done += n;
  }
}

static void send_train(int fd, const void *car, uint32_t length) {
  static char train[TRAIN];
  send_bytes(fd, train, put_train(train, 0, car, length));
}

static char bytes[65536];
static size_t begin, end;

static char *recv_cycle(int fd, size_t length) {
  if (end - begin < length) {
    memmove(bytes, bytes + begin, end - begin);
    end -= begin;
    begin = 0;
  }
  while (end - begin < length) {
    ssize_t n = recv(fd, bytes + end, sizeof bytes - end, 0);
    if (n < 0) die("recv");
    if (n == 0) exit(1);
    end += n;
  }
  char *found = bytes + begin;
  begin += length;
  return found;
}

static char *recv_train(int fd, uint32_t *length) {
  memcpy(length, recv_cycle(fd, 4), 4);
  *length = ntohl(*length);
  if (*length > MAX_CAR) exit(1);
  return recv_cycle(fd, *length);
}

static void serve(const char *dir) {
  int listener = socket(AF_INET, SOCK_STREAM, 0), conn;
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof at;
  if (bind(listener, (struct sockaddr *)&at, sizeof at) < 0 || listen(listener, 16) < 0) die("listen");
  getsockname(listener, (struct sockaddr *)&at, &length);
  printf("listening 127.0.0.1:%d\n", ntohs(at.sin_port));
  fflush(stdout);
  while ((conn = accept(listener, NULL, NULL)) >= 0) {
    static char cars[CARS * MAX_CAR], trains[CARS * TRAIN];
    char path[4096];
    uint32_t length;
    begin = end = 0;
    char *name = recv_train(conn, &length);
    snprintf(path, sizeof path, "%s/%.*s", dir, (int)length, name);
    int file = open(path, O_RDONLY);
    struct stat status;
    if (file < 0 || fstat(file, &status) < 0) die(path);
    send_train(conn, name, length);
    uint64_t size = htobe64(status.st_size);
    send_train(conn, &size, 8);
    unsigned long crc = 0;
    for (off_t left = status.st_size; left > 0;) {
      ssize_t n = read(file, cars, left < (off_t)sizeof cars ? left : (off_t)sizeof cars);
      if (n <= 0) die("read");
      crc = crc32(crc, cars, n);
      size_t used = 0;
      for (ssize_t at = 0; at < n; at += MAX_CAR)
        used = put_train(trains, used, cars + at, n - at < MAX_CAR ? n - at : MAX_CAR);
      send_bytes(conn, trains, used);
      left -= n;
    }
    send_train(conn, NULL, 0);
    uint32_t sum = htonl(crc);
    send_train(conn, &sum, 4);
    close(file);
    close(conn);
  }
}

static void fetch(int port, const char *name, const char *to) {
  static char hold[HOLD];
  int conn = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in at = {
      .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons(port)};
  if (connect(conn, (struct sockaddr *)&at, sizeof at) < 0) die("connect");
  send_train(conn, name, strlen(name));
  uint32_t n;
  recv_train(conn, &n);
  uint64_t size;
  memcpy(&size, recv_train(conn, &n), 8);
  char draft[4096];
  snprintf(draft, sizeof draft, "%s.part", to);
  int file = open(draft, O_WRONLY | O_CREAT | O_EXCL, 0666);
  if (file < 0) die(draft);
  unsigned long crc = 0;
  uint64_t received = 0;
  for (size_t held = 0;;) {
    char *car = recv_train(conn, &n);
    memcpy(hold + held, car, n);
    received += n;
    held += n;
    if (n == 0 || held > HOLD - MAX_CAR) {
      crc = crc32(crc, hold, held);
      if (write(file, hold, held) != (ssize_t)held) die("write");
      held = 0;
    }
    if (n == 0) break;
  }
  uint32_t sum;
  memcpy(&sum, recv_train(conn, &n), 4);
  if (ntohl(sum) != crc || received != be64toh(size)) exit(1);
  if (rename(draft, to) < 0) die("rename");
  close(file);
}

int main(int argc, char **argv) {
  void *zlib = dlopen("libz.so.1", RTLD_NOW);
  if (!zlib || !(*(void **)&crc32 = dlsym(zlib, "crc32"))) {
    fprintf(stderr, "no libz.so.1 for crc32\n");
    return 2;
  }
  if (argc == 3 && !strcmp(argv[1], "serve")) serve(argv[2]);
  else if (argc == 5 && !strcmp(argv[1], "get")) fetch(atoi(argv[2]), argv[3], argv[4]);
  else return 2;
  return 0;
}
