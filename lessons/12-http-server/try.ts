/** Tries step 12.4 without a connection: a request line on standard input, its answer as JSON on standard output. Nothing to do in this file. */
import { program, readWaiting, writeAll } from '#program';
import { close, pread } from '#sys';
import type { Answer } from './answer.ts';
import { Folder } from './files.ts';
import { answerTo } from './handler.ts';

const CONTENT = Buffer.from('the content of a POST\n');
const SHOWN = 200;

/** The first bytes of a body; the file of the answer is closed. */
function firstBytes({ body }: Answer): { length: number; text: string } {
  if (body instanceof Uint8Array) return { length: body.length, text: Buffer.from(body).toString('utf8').slice(0, SHOWN) };
  const bytes = Buffer.alloc(SHOWN);
  const n = pread(body.fd, bytes, 0) ?? 0;
  close(body.fd);
  return { length: body.size, text: bytes.toString('latin1', 0, n) };
}

function answered(line: string, folder: Folder): object {
  const [method = '', path = ''] = line.split(' ');
  const answer = answerTo({ method, path }, CONTENT, folder);
  const { status, type, allow, body } = answer;
  return { status, type, allow, inFile: !(body instanceof Uint8Array), ...firstBytes(answer) };
}

program(
  import.meta.url,
  {
    about: 'Answers request lines, such as GET /index.html, from standard input.',
    options: { dir: { default: '.', about: 'folder whose files it serves' } },
  },
  ({ dir }) => {
    const folder = new Folder(dir);
    const bytes = Buffer.alloc(65_536);
    let text = '';
    for (let n = readWaiting(0, bytes); n > 0; n = readWaiting(0, bytes)) {
      text += bytes.toString('latin1', 0, n);
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) writeAll(1, Buffer.from(`${JSON.stringify(answered(line, folder))}\n`));
    }
  },
);
