/** Standard output and error of a thread: written at once. */
import { writeSync } from 'node:fs';
import process from 'node:process';

// A worker's output normally goes through the main thread's event loop, which may never turn.
for (const [stream, fd] of [
  [process.stdout, 1],
  [process.stderr, 2],
]) {
  stream.write = (chunk, encoding, done) => {
    writeAll(
      fd,
      typeof chunk === 'string' ? Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8') : chunk,
    );
    const callback = typeof encoding === 'function' ? encoding : done;
    if (callback !== undefined) process.nextTick(callback);
    return true;
  };
}

function writeAll(fd, bytes) {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') return; // the reader has gone: the output cannot be written anywhere
    }
  }
}
