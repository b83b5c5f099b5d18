import type { PackedTrace } from '../packed.ts';
import { type Columns, unpack } from './columns.ts';
import { describe } from './describe.ts';
import { draw, LABEL_WIDTH, pictureHeight, timeAt } from './draw.ts';
import { type Choice, following, preceding } from './order.ts';
import type { Palette } from './palette.ts';
import { eventUnder } from './under.ts';
import { moved, showing, type View, zoomed } from './view.ts';

const HELP =
  'Point at an event, or step through them with the left and right arrow keys. Plus and minus zoom, as the wheel does; dragging moves.';

interface Hooks {
  readonly palette: () => Palette;
  /** Called when the picture is pointed at or gets the keyboard focus. */
  readonly touched: () => void;
  readonly viewed: (view: View) => void;
}

/** One trace on a canvas, with a line below it that describes the chosen event. */
export class Picture {
  readonly #canvas: HTMLCanvasElement;
  readonly #details: HTMLElement;
  readonly #columns: Columns;
  readonly #whole: View;
  readonly #hooks: Hooks;
  #view: View;
  #choice: Choice | null = null;
  #asked = false;
  #drawn = 0;
  #dragged: number | null = null;

  constructor(section: HTMLElement, trace: PackedTrace, whole: View, hooks: Hooks) {
    this.#canvas = section.querySelector('canvas') as HTMLCanvasElement;
    this.#details = section.querySelector('.details') as HTMLElement;
    this.#columns = unpack(trace);
    this.#whole = whole;
    this.#view = whole;
    this.#hooks = hooks;
    this.#listen();
    this.#choose(null, false);
  }

  step(by: number): void {
    const next = (by > 0 ? following : preceding)(this.#columns, this.#choice);
    if (next !== null) this.#choose(next, true);
  }

  /** The first event, or the last. */
  end(by: number): void {
    const next = (by > 0 ? preceding : following)(this.#columns, null);
    if (next !== null) this.#choose(next, true);
  }

  forget(): void {
    this.#choose(null, false);
  }

  zoom(factor: number, at = this.#middle()): void {
    this.#look(zoomed(this.#view, factor, at, this.#whole));
  }

  all(): void {
    this.#look(this.#whole);
  }

  get view(): View {
    return this.#view;
  }

  /** Shows the same moments as another picture. */
  follow(view: View): void {
    this.#view = view;
    this.refresh();
  }

  /** Draws at most once a frame. */
  refresh(): void {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#draw();
    });
  }

  /** The chosen event, while it is on the screen. */
  #middle(): number {
    const { from, to } = this.#view;
    const begin = this.#beginOf(this.#choice);
    return begin !== undefined && begin >= from && begin <= to ? begin : (from + to) / 2;
  }

  #beginOf(choice: Choice | null): number | undefined {
    return choice === null ? undefined : this.#columns.lanes[choice.lane]?.begin[choice.index];
  }

  #look(view: View): void {
    this.follow(view);
    this.#hooks.viewed(view);
  }

  #draw(): void {
    const canvas = this.#canvas;
    const width = canvas.clientWidth;
    const height = pictureHeight(this.#columns.lanes.length);
    const scale = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      canvas.style.height = `${height}px`;
    }
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const [columns, view, choice] = [this.#columns, this.#view, this.#choice];
    draw({ canvas: context, columns, view, width, height, palette: this.#hooks.palette(), choice });
    // Tests cannot see the picture.
    canvas.dataset['view'] = `${view.from.toFixed(4)} ${view.to.toFixed(4)}`;
    canvas.dataset['drawn'] = String(++this.#drawn);
    if (this.#drawn === 1) performance.mark('first picture');
  }

  #choose(next: Choice | null, bring: boolean): void {
    this.#choice = next;
    const text = next === null ? HELP : describe(this.#columns, next);
    if (this.#details.textContent !== text) this.#details.textContent = text;
    const begin = this.#beginOf(next);
    if (bring && begin !== undefined) this.#look(showing(this.#view, begin, this.#whole));
    else this.refresh();
  }

  #listen(): void {
    const canvas = this.#canvas;
    canvas.addEventListener('focus', this.#hooks.touched);
    canvas.addEventListener('pointerdown', (event) => {
      this.#hooks.touched();
      this.#dragged = event.offsetX;
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointerup', () => {
      this.#dragged = null;
    });
    canvas.addEventListener('pointermove', (event) => {
      this.#hooks.touched();
      if (this.#dragged === null) {
        const frame = { view: this.#view, width: canvas.clientWidth };
        this.#choose(eventUnder(this.#columns, frame, event.offsetX, event.offsetY), false);
        return;
      }
      this.#move((this.#dragged - event.offsetX) / (canvas.clientWidth - LABEL_WIDTH));
      this.#dragged = event.offsetX;
    });
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    this.#hooks.touched();
    const width = this.#canvas.clientWidth;
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) this.#move(event.deltaX / width);
    else this.zoom(Math.exp(event.deltaY / 300), timeAt(event.offsetX, { view: this.#view, width }));
  }

  /** Moves by a fraction of the visible time. */
  #move(share: number): void {
    this.#look(moved(this.#view, share * (this.#view.to - this.#view.from), this.#whole));
  }
}
