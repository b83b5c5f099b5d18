import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { PROJECT } from '../host/project.ts';
import { ARROW_KINDS, ARROWS } from './arrow-kinds.ts';
import type { Differences } from './compare.ts';
import { eventCount, type Trace } from './model.ts';
import { pack } from './pack.ts';
import type { PageData } from './packed.ts';

const PAGE = join(PROJECT, 'src', 'trace', 'page');

interface Named {
  readonly name: string;
  readonly trace: Trace;
}

/** A self-contained page: it opens from a file and makes no network request. */
export async function htmlPage(title: string, pictures: readonly Named[], differences?: Differences): Promise<string> {
  const data: PageData = { pictures: pictures.map(({ name, trace }) => ({ name, trace: pack(trace) })) };
  const css = readFileSync(join(PAGE, 'page.css'), 'utf8');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
${css}</style>
<header>
<h1>${escaped(title)}</h1>
${differences === undefined ? '' : table(differences)}
<div class="tools" role="toolbar" aria-label="Steps and zoom">
<button data-key="ArrowLeft">← back</button>
<button data-key="ArrowRight">forward →</button>
<button data-key="+">nearer +</button>
<button data-key="-">farther −</button>
<button data-key="0">all of it 0</button>
${pictures.length > 1 ? '<label><input type="checkbox" id="lock" checked> both pictures move together</label>' : ''}
</div>
${legend}
</header>
<main>
${pictures.map((picture) => section(picture, pictures.length > 1)).join('\n')}
</main>
<script type="application/json" id="trace">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script>${(await script()).replaceAll('</script', '<\\/script')}</script>
</html>
`;
}

async function script(): Promise<string> {
  const bundle = await build({
    entryPoints: [join(PAGE, 'page.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
  });
  return bundle.outputFiles[0]?.text ?? '';
}

function section({ name, trace }: Named, titled: boolean): string {
  const threads = `${trace.lanes.length} ${trace.lanes.length === 1 ? 'thread' : 'threads'}`;
  const about = `${threads}, ${eventCount(trace)} system calls and marks`;
  const heading = titled ? `<h2>${escaped(name)} <small>${about}</small></h2>` : `<p class="about">${about}</p>`;
  return `<section class="picture">
${heading}
<canvas tabindex="0" role="application" aria-label="Swim lanes of ${escaped(name)}: one for each thread, time from left to right. The text below describes the chosen event."></canvas>
<p class="details" role="status"></p>
</section>`;
}

function table({ left, right, rows }: Differences): string {
  if (rows.length === 0) return `<p>${escaped(left)} and ${escaped(right)} make the same calls, as often.</p>`;
  const head = ['', left, right].map((text) => `<th scope="col">${escaped(text)}</th>`).join('');
  const body = rows
    .map((row) => `<tr><th scope="row">${escaped(row.what)}</th><td>${row.left}</td><td>${row.right}</td></tr>`)
    .join('\n');
  return `<table>
<caption>What differs</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table>`;
}

const arrowSample = (kind: (typeof ARROW_KINDS)[number]): string => {
  const { name, dash, width } = ARROWS[kind];
  const line = `<path d="M1 6H30" stroke-width="${width}" stroke-dasharray="${dash.join(' ')}"/>`;
  return `<li><svg class="sample" width="38" height="12" aria-hidden="true" style="color:var(--${kind})">${line}<path class="head" d="M38 6l-8-4v8z"/></svg>${name}</li>`;
};

/** Names and line styles of the arrows; colour is not needed to tell them apart. */
const legend = `<ul class="legend" aria-label="Legend">
<li><span class="key runs"></span>runs</li>
<li><span class="key call"></span>runs in a call</li>
<li><span class="key blocked"></span>sleeps in a call (0.5 ms or more; on a busy machine it may only wait for a CPU)</li>
<li><span class="key mark"></span>no call: a handler runs, a child is reaped, a descriptor goes along</li>
${ARROW_KINDS.map(arrowSample).join('\n')}
</ul>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
