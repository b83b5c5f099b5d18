import type { PageData } from '../packed.ts';
import { TICKS_PER_MS } from '../packed.ts';
import { type Palette, readPalette } from './palette.ts';
import { Picture } from './picture.ts';
import { type View, wholeOf } from './view.ts';

/** The page's own script: one picture, or two to compare. The traces stand in the page as JSON. */
const data = JSON.parse(document.getElementById('trace')?.textContent ?? '') as PageData;
const lock = document.getElementById('lock') as HTMLInputElement | null;
const whole = wholeOf(data.pictures.map(({ trace }) => trace.end / TICKS_PER_MS));
const sections = [...document.querySelectorAll<HTMLElement>('.picture')];
let palette: Palette = readPalette();

const pictures = data.pictures.map(({ trace }, index) => {
  const section = sections[index] as HTMLElement;
  return new Picture(section, trace, whole, {
    palette: () => palette,
    touched: () => activate(index),
    viewed: (view) => together(index, view),
  });
});
/** The picture that keys and buttons act on: the one focused or touched last. */
let active = 0;

function activate(index: number): void {
  active = index;
  for (const [i, section] of sections.entries()) section.classList.toggle('active', i === index);
}

function together(index: number, view: View): void {
  if (lock?.checked !== true) return;
  for (const [i, picture] of pictures.entries()) if (i !== index) picture.follow(view);
}

const ACTIONS: Readonly<Record<string, (picture: Picture) => void>> = {
  ArrowRight: (picture) => picture.step(1),
  ArrowLeft: (picture) => picture.step(-1),
  Home: (picture) => picture.end(-1),
  End: (picture) => picture.end(1),
  '+': (picture) => picture.zoom(0.5),
  '=': (picture) => picture.zoom(0.5),
  '-': (picture) => picture.zoom(2),
  '0': (picture) => picture.all(),
  Escape: (picture) => picture.forget(),
};

function act(key: string): boolean {
  const action = ACTIONS[key];
  const picture = pictures[active];
  if (action === undefined || picture === undefined) return false;
  action(picture);
  return true;
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (act(event.key)) event.preventDefault();
});
for (const button of document.querySelectorAll<HTMLElement>('button[data-key]')) {
  button.addEventListener('click', () => act(button.dataset['key'] ?? ''));
}
lock?.addEventListener('change', () => {
  const view = pictures[active]?.view;
  if (view !== undefined) together(active, view);
});
const redraw = (): void => {
  palette = readPalette();
  for (const picture of pictures) picture.refresh();
};
window.addEventListener('resize', redraw);
window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
activate(0);
