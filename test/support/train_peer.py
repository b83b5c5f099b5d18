"""A second implementation of the train protocol, with Python's struct module: python3 train_peer.py serve DIR | get PORT NAME FILE"""
import os
import socket
import struct
import sys
import zlib


def recv_exactly(conn, count):
    data = b""
    while len(data) < count:
        piece = conn.recv(count - len(data))
        if not piece:
            break
        data += piece
    return data


def recv_train(conn):
    head = recv_exactly(conn, 4)
    if not head:
        return None
    (length,) = struct.unpack(">I", head)
    assert length <= 1000, length
    car = recv_exactly(conn, length)
    assert len(car) == length
    return car


def train(car):
    return struct.pack(">I", len(car)) + car


def serve(folder):
    listener = socket.create_server(("127.0.0.1", 0))
    print("listening 127.0.0.1:%d" % listener.getsockname()[1], flush=True)
    conn, _ = listener.accept()
    while (name := recv_train(conn)) is not None:
        try:
            with open(os.path.join(folder, name.decode()), "rb") as file:
                data = file.read()
        except OSError as error:
            conn.sendall(train(b"") + train(str(error).encode()))
            continue
        cars = b"".join(train(data[at : at + 1000]) for at in range(0, len(data), 1000))
        head = train(name) + train(struct.pack(">Q", len(data)))
        conn.sendall(head + cars + train(b"") + train(struct.pack(">I", zlib.crc32(data))))


def get(port, name, path):
    conn = socket.create_connection(("127.0.0.1", port))
    conn.sendall(train(name.encode()))
    answered = recv_train(conn)
    if answered == b"":
        sys.exit(recv_train(conn).decode())
    assert answered == name.encode(), answered
    (size,) = struct.unpack(">Q", recv_train(conn))
    data = b""
    while (car := recv_train(conn)) != b"":
        data += car
    assert len(data) == size, (len(data), size)
    assert struct.unpack(">I", recv_train(conn)) == (zlib.crc32(data),)
    with open(path, "wb") as file:
        file.write(data)


if sys.argv[1] == "serve":
    serve(sys.argv[2])
else:
    get(int(sys.argv[2]), sys.argv[3], sys.argv[4])
