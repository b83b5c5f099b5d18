// The files of a folder by node:http, as most people write it: fs.readFile for small ones, a stream for large ones.
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

const folder = process.argv[2] ?? '.';
const server = createServer(async (request, response) => {
  try {
    const path = join(folder, join('/', decodeURIComponent(new URL(request.url ?? '/', 'http://h').pathname)));
    const { size } = await stat(path);
    response.setHeader('Content-Type', 'application/octet-stream');
    response.setHeader('Content-Length', size);
    if (size > 65_536) createReadStream(path).pipe(response);
    else response.end(await readFile(path));
  } catch {
    response.statusCode = 404;
    response.end();
  }
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`listening 127.0.0.1:${server.address().port}\n`));
