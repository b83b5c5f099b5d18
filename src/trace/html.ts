import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { PROJECT } from '../kit/project.ts';
import type { PageTrace, Trace } from './model.ts';
import { eventText } from './text.ts';

const PAGE = join(PROJECT, 'src', 'trace', 'page');

/** One page with everything in it: it opens from a file, and asks no network for anything. */
export async function htmlPage(title: string, trace: Trace): Promise<string> {
  const bundle = await build({
    entryPoints: [join(PAGE, 'page.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
  });
  const script = bundle.outputFiles[0]?.text ?? '';
  const css = readFileSync(join(PAGE, 'page.css'), 'utf8');
  const threads = `${trace.lanes.length} ${trace.lanes.length === 1 ? 'thread' : 'threads'}`;
  const events = trace.lanes.reduce((sum, lane) => sum + lane.events.length, 0);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
${css}</style>
<header>
<h1>${escaped(title)}</h1>
<p>${threads}, ${events} system calls and marks<span class="key call"></span>runs in a call<span class="key blocked"></span>sleeps in a call</p>
<button id="back">← back</button>
<button id="forward">forward →</button>
<button id="nearer">nearer +</button>
<button id="farther">farther −</button>
<button id="all">all of it 0</button>
</header>
<main>
<canvas id="lanes" role="img" aria-label="Swim lanes: one for each thread, time from left to right. The text below tells of the chosen event."></canvas>
<p id="details" role="status"></p>
</main>
<script type="application/json" id="trace">${JSON.stringify(forPage(trace)).replaceAll('<', '\\u003c')}</script>
<script>${script.replaceAll('</script', '<\\/script')}</script>
</html>
`;
}

/** The lines instead of what they are made from. */
export function forPage(trace: Trace): PageTrace {
  const lanes = trace.lanes.map((lane) => ({
    ...lane,
    events: lane.events.map((event) => ({ ...event, args: [], preview: '' })),
  }));
  return { ...trace, lanes, texts: trace.lanes.map(({ events }) => events.map(eventText)) };
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
