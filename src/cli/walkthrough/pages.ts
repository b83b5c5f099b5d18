import type { WalkStep } from '../../stage/scene.ts';
import type { Take } from '../../stage/take.ts';
import { columns } from '../../text/columns.ts';
import { beside } from '../../text/fold.ts';
import { toldText } from './stage-view.ts';
import { choicesText, type Place, provesText, questionText, verdictText } from './view.ts';

/** The prediction of a class, and the play of the step. */
export interface Played {
  readonly take: Take;
  /** The index of the choice; null without a prediction. */
  readonly chosen: number | null;
}

/** One screen. */
export interface Page {
  readonly body: string;
  readonly footer: string;
  /** `question`: asks for a choice. `waiting`: the next page does not exist yet. */
  readonly kind: 'text' | 'question' | 'waiting';
}

/** The pages of a step: up to its question, and after the reveal everything that it has told so far. */
export type Layout = (step: WalkStep, place: Place, played: Played | null) => readonly Page[];

/** One page up to the question, which the reveal continues. */
export const longPages: Layout = (step, place, played) => {
  const question = `${questionText(step, place, columns())}\n\n`;
  const pages: Page[] = [{ body: question, footer: choicesText(step, columns()), kind: 'question' }];
  if (played === null) return pages;
  const { take, chosen } = played;
  const told = take.told.map((one) => `${toldText(one, columns())}\n`).join('');
  const proof = take.over ? `${provesText(step, columns())}\n` : '\n';
  const next = place.index + 1 === place.count ? 'end' : 'next';
  const keys = ['← back', `→ ${next}`, 'r again', 'q quit'];
  const footer = beside(take.over ? keys : ['… it runs', ...keys], columns());
  return [...pages, { body: `${question}${verdictText(step, chosen)}\n${told}${proof}`, footer, kind: 'text' }];
};
