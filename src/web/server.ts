import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Lesson } from '../course/lesson.ts';
import type { WalkStep } from '../stage/scene.ts';
import type { Asset } from './assets.ts';
import { askedFor, HEADERS } from './guard.ts';
import { Listeners } from './listeners.ts';
import type { Action } from './protocol.ts';
import { Session } from './session.ts';

const HOST = '127.0.0.1';
/** Far more than a page sends. */
const MAX_BODY = 1000;

/** Serves a walkthrough to browsers of this machine. */
export class Projector {
  readonly #http: Server;
  readonly #session: Session;
  readonly #tabs: Listeners;
  readonly #assets: ReadonlyMap<string, Asset>;
  readonly #token: string;

  constructor(lesson: Lesson, steps: readonly WalkStep[], assets: ReadonlyMap<string, Asset>, token: string) {
    this.#assets = assets;
    this.#token = token;
    this.#tabs = new Listeners(() => this.#session.state);
    this.#session = new Session(lesson, steps, (keys) => this.#tabs.changed(keys));
    this.#http = createServer((request, response) => void this.#answer(request, response));
  }

  /** Rejects as listen(2) and bind(2) fail: EADDRINUSE, EACCES. */
  async listen(port: number): Promise<void> {
    this.#http.listen(port, HOST);
    await once(this.#http, 'listening');
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://${HOST}:${this.port}/${this.#token}/`;
  }

  /** Ends the step that plays, and closes the connections of all tabs. */
  async end(): Promise<void> {
    await this.#session.end();
    this.#tabs.end();
    this.#http.close();
    this.#http.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const path = askedFor(request, this.#token);
    if (path === null) return say(response, 403, 'This page opens at the address that the terminal shows.');
    if (request.method === 'POST' && path === 'do') return this.#act(request, response);
    if (request.method !== 'GET') return say(response, 405, 'There is nothing to do here.');
    if (path === 'events') return this.#tabs.add(response);
    const asset = this.#assets.get(path);
    if (asset === undefined) return say(response, 404, 'There is nothing here.');
    response.writeHead(200, { 'content-type': asset.type }).end(asset.body);
  }

  async #act(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const action = request.headers['content-type'] === 'application/json' ? actionIn(await bodyOf(request)) : null;
    if (action === null) return say(response, 400, 'This is no action of the page.');
    this.#session.act(action);
    response.writeHead(204).end();
  }
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(`${text}\n`);
}

/** The body; null if it is too long or incomplete. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  let body = '';
  try {
    for await (const piece of request.setEncoding('utf8')) {
      body += piece;
      if (body.length > MAX_BODY) return null;
    }
  } catch {
    return null;
  }
  return body;
}

export function actionIn(body: string | null): Action | null {
  let value: Record<string, unknown> | null;
  try {
    value = JSON.parse(body ?? '') as Record<string, unknown> | null;
  } catch {
    return null;
  }
  if (!Number.isInteger(value?.['step'])) return null;
  const step = value?.['step'] as number;
  if (value?.['do'] === 'go') return { do: 'go', step };
  const choice = value?.['choice'];
  if (value?.['do'] !== 'run' || !(choice === null || Number.isInteger(choice))) return null;
  return { do: 'run', step, choice: choice as number | null };
}
