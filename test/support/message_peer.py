"""A second implementation of the message protocol, with Python's struct and zlib: python3 message_peer.py client PORT | serve"""
import socket, struct, sys, zlib

HEADER = struct.Struct('>HHI')
PING, REGISTER, LOGIN, ECHO, WORK, BUSY = 0, 5, 6, 7, 8, 9


def packet(code, body=b''):
    return HEADER.pack(HEADER.size + len(body), code, zlib.crc32(body)) + body


def exactly(conn, count):
    data = b''
    while len(data) < count:
        more = conn.recv(count - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def receive(conn):
    length, code, crc = HEADER.unpack(exactly(conn, HEADER.size))
    body = exactly(conn, length - HEADER.size)
    if zlib.crc32(body) != crc:
        raise ValueError(f'code {code}: crc {crc:#x}, not {zlib.crc32(body):#x}')
    return code, body


def client(port):
    talks = [
        (PING, b'', PING, b''),
        (REGISTER, b'pia', REGISTER, b'registered pia'),
        (LOGIN, b'pia', LOGIN, b'welcome pia'),
        (ECHO, bytes(range(256)), ECHO, bytes(range(256))),
        (ECHO, bytes(29992), ECHO, bytes(29992)),
        (WORK, b'0 sum', WORK, b'done 0 sum'),
    ]
    with socket.create_connection(('127.0.0.1', port)) as conn:
        for code, body, code_back, body_back in talks:
            conn.sendall(packet(code, body))
            seen = receive(conn)
            if seen != (code_back, body_back):
                raise ValueError(f'code {code}: {seen[0]} {seen[1][:40]!r}, not {code_back} {body_back[:40]!r}')
        flipped = bytearray(packet(ECHO, b'damaged'))
        flipped[-1] ^= 1
        conn.sendall(bytes(flipped) + packet(ECHO, b'good'))
        if receive(conn) != (ECHO, b'good'):
            raise ValueError('the damaged packet was answered')
    print('all answers are right')


def answer(code, body):
    if code == PING:
        return packet(PING)
    if code == ECHO:
        return packet(ECHO, body)
    if code == WORK:
        return packet(WORK, b'done ' + body)
    return packet(code, b'hello ' + body)


def serve():
    listener = socket.create_server(('127.0.0.1', 0))
    print(listener.getsockname()[1], flush=True)
    conn, _ = listener.accept()
    with conn:
        try:
            while True:
                for byte in answer(*receive(conn)):
                    conn.send(bytes([byte]))
        except EOFError:
            pass


if __name__ == '__main__':
    if sys.argv[1] == 'client':
        try:
            client(int(sys.argv[2]))
        except (EOFError, ValueError, OSError) as error:
            print(f'{type(error).__name__}: {error}')
            sys.exit(1)
    else:
        serve()
