import { once } from 'node:events';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allListeners } from '../../src/kit/kernel/tcp.ts';
import { actionIn, type Projector } from '../../src/web/server.ts';
import { project, stepOf } from './fixture.ts';

let page: Projector;
let played = 0;

beforeAll(async () => {
  page = await project('02', [
    stepOf('one', async () => {
      played++;
    }),
  ]);
});
afterAll(() => page.end());

interface Asked {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

async function ask(path: string, { method = 'GET', headers = {}, body = '' }: Asked = {}) {
  const sent = request({ host: '127.0.0.1', port: page.port, path, method, headers });
  sent.end(body);
  const [response] = await once(sent, 'response');
  let text = '';
  for await (const piece of response.setEncoding('utf8')) text += piece;
  return { status: response.statusCode as number, headers: response.headers, text };
}

const base = (): string => new URL(page.url).pathname;
const host = (): string => `127.0.0.1:${page.port}`;
const RUN = { method: 'POST', body: '{"do":"run","step":0,"choice":null}' };
const JSON_TYPE = { 'content-type': 'application/json' };

test('with the token the page is served, with a policy against foreign resources', async () => {
  const { status, headers, text } = await ask(base());
  expect(status).toBe(200);
  expect(text).toContain('<script src="page.js" defer>');
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'/);
  expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|https?:/);
  for (const name of ['page.js', 'page.css', 'icon.svg']) expect((await ask(base() + name)).status).toBe(200);
});

test('the page names no other host', async () => {
  for (const name of ['', 'page.js', 'page.css']) {
    const urls = (await ask(base() + name)).text.match(/https?:\/\/[^\s"'`)]+/g) ?? [];
    expect(urls.filter((url) => !url.startsWith('http://www.w3.org/'))).toEqual([]);
  }
});

test('listens on 127.0.0.1 only', () => {
  const listeners = allListeners().filter((row) => row.localPort === page.port);
  expect(listeners.map(({ localAddress }) => localAddress)).toEqual(['127.0.0.1']);
});

test.each([
  ['no token', () => '/', {}],
  ['no token, but a name', () => '/page.js', {}],
  ['a token without its slash', () => base().slice(0, -1), {}],
  ['a wrong token', () => `/${'0'.repeat(32)}/`, {}],
  ['a token that is too short', () => '/0/', {}],
  ['a foreign Host', base, { host: 'evil.example' }],
  ['a foreign Host at our port', base, { host: 'evil.example:80' }],
  ['a Host that only begins like ours', base, { host: '127.0.0.1.evil.example' }],
  ['a foreign Origin', base, { origin: 'http://evil.example' }],
  ['the Origin of another port', base, { origin: 'http://127.0.0.1:1' }],
  ['an opaque Origin', base, { origin: 'null' }],
])('%s is refused', async (_, path, headers) => {
  expect((await ask(path(), { headers })).status).toBe(403);
  const posted = await ask(`${path()}do`, { ...RUN, headers: { ...JSON_TYPE, ...headers } });
  expect(posted.status).toBe(403);
  expect(played).toBe(0);
});

test('only requests in the format of the page are actions', async () => {
  const bad = ['', '{', 'null', '[]', '{"do":"go"}', '{"do":"run","step":0}', '{"do":"other","step":0}', '"x"'];
  for (const body of [...bad, `${RUN.body}${' '.repeat(2000)}`]) {
    const { status } = await ask(`${base()}do`, { method: 'POST', headers: JSON_TYPE, body });
    expect(status, body.slice(0, 60)).toBe(400);
  }
  expect((await ask(`${base()}do`, RUN)).status, 'a form of another page cannot send JSON').toBe(400);
  expect((await ask(base(), { method: 'DELETE' })).status).toBe(405);
  expect((await ask(`${base()}../../package.json`)).status).toBe(404);
  expect(played).toBe(0);
  const headers = { ...JSON_TYPE, origin: `http://${host()}` };
  expect((await ask(`${base()}do`, { ...RUN, headers })).status).toBe(204);
  expect(played).toBe(1);
});

test('an unknown step or choice is no action', () => {
  expect(actionIn('{"do":"run","step":1,"choice":2}')).toEqual({ do: 'run', step: 1, choice: 2 });
  expect(actionIn('{"do":"run","step":1.5,"choice":null}')).toBeNull();
  expect(actionIn('{"do":"run","step":1,"choice":"2"}')).toBeNull();
  expect(actionIn(null)).toBeNull();
});
