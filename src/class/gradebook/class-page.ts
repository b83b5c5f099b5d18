import type { LessonView, StepView } from './class-view.ts';

/** The class view as one page without names of people: it opens from a file, runs no script and asks no network. */
export const classPage = (views: readonly LessonView[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Where the class is</title>
<style>
${STYLE}</style>
<main>
<h1>Where the class is</h1>
${views.map(section).join('\n')}
</main>
</html>
`;

const section = (view: LessonView): string => `<section>
<h2>${view.lesson} ${escaped(view.title)}</h2>
<p>${summary(view)}</p>
<table>
<thead><tr><th scope="col">step</th><th scope="col">complete</th><th scope="col">stops</th><th scope="col">looks like</th></tr></thead>
<tbody>
${view.steps.map((step) => row(step, view.people)).join('\n')}
</tbody>
</table>
</section>`;

/** The numbers of a lesson in one sentence. */
export function summary({ people, complete, untouched }: LessonView): string {
  const graded = `${people} graded`;
  return `${graded}: ${complete} with all steps, ${untouched} not begun, ${people - complete - untouched} on the way.`;
}

function row({ step, title, complete, stops, mistakes }: StepView, people: number): string {
  const names = mistakes.map((each) => `${escaped(each.name)} (${each.people})`).join('<br>');
  return `<tr><th scope="row">${step} ${escaped(title)}</th><td>${bar(complete, people, 'complete')}</td><td>${bar(stops, people, 'stops')}</td><td>${names}</td></tr>`;
}

const bar = (count: number, of: number, kind: string): string =>
  `<span class="bar ${kind}" style="width:${of === 0 ? 0 : Math.round((count / of) * 100) / 10}em"></span> ${count}`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const STYLE = `:root { color-scheme: light dark; --text: #1b1f24; --page: #fff; --line: #d0d7de; --complete: #1a7f37; --stops: #b4522e }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --page: #0d1117; --line: #30363d; --complete: #56d364; --stops: #f0883e } }
body { margin: 0 auto; max-width: 72rem; padding: 0 1rem 2rem; background: var(--page); color: var(--text); font: 18px / 1.5 system-ui, sans-serif }
table { border-collapse: collapse; width: 100% }
th, td { border-top: 1px solid var(--line); padding: .3rem .8rem .3rem 0; text-align: left; vertical-align: top; font-weight: normal }
thead th { border: 0; font-weight: bold }
.bar { display: inline-block; height: .8em; border-radius: 2px }
.complete { background: var(--complete) }
.stops { background: var(--stops) }
`;
