import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { PROJECT } from '../host/project.ts';

export interface Asset {
  readonly type: string;
  readonly body: string;
}

const PAGE = join(PROJECT, 'src', 'web', 'page');

/** All files of the page, by name. The page loads nothing else. */
export async function buildAssets(title: string): Promise<ReadonlyMap<string, Asset>> {
  const bundle = await build({
    entryPoints: [join(PAGE, 'main.tsx')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return new Map([
    ['', { type: 'text/html; charset=utf-8', body: html(title) }],
    ['page.js', { type: 'text/javascript; charset=utf-8', body: bundle.outputFiles[0]?.text ?? '' }],
    ['page.css', { type: 'text/css; charset=utf-8', body: readFileSync(join(PAGE, 'page.css'), 'utf8') }],
    ['icon.svg', { type: 'image/svg+xml', body: ICON }],
  ]);
}

const html = (title: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>
<link rel="icon" href="icon.svg">
<link rel="stylesheet" href="page.css">
<script src="page.js" defer></script>
</head>
<body>
<noscript>This page needs JavaScript, from this machine only.</noscript>
</body>
</html>
`;

/** Two swim lanes with an arrow. */
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0550ae"/><path d="M2 5h12M2 11h12" stroke="#fff" stroke-width="2"/><path d="M5 5l5 6" stroke="#f0b429" stroke-width="2"/></svg>`;
