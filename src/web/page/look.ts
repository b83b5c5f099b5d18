import { useEffect, useState } from 'preact/hooks';

/** The colour scheme and text size, kept in the browser. */
type Theme = 'light' | 'dark';

const THEME = 'netlab-theme';
const SCALE = 'netlab-scale';
const SCALES = [0.7, 0.8, 0.9, 1, 1.15, 1.3, 1.5, 1.75, 2, 2.5, 3];
const NORMAL = SCALES.indexOf(1);

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

const wanted = (): Theme | null => {
  const kept = localStorage.getItem(THEME);
  return kept === 'light' || kept === 'dark' ? kept : null;
};

const theme = (): Theme => wanted() ?? (systemDark.matches ? 'dark' : 'light');

const scaleAt = (): number => {
  const kept = Number(localStorage.getItem(SCALE) ?? NORMAL);
  return SCALES[kept] === undefined ? NORMAL : kept;
};

function apply(): void {
  document.documentElement.dataset['theme'] = theme();
  document.documentElement.style.setProperty('--scale', String(SCALES[scaleAt()]));
  for (const listener of listeners) listener();
}

export function startLook(): void {
  systemDark.addEventListener('change', apply);
  window.addEventListener('storage', apply); // changed in another tab
  apply();
}

export function toggleTheme(): void {
  localStorage.setItem(THEME, theme() === 'dark' ? 'light' : 'dark');
  apply();
}

export function resizeText(by: 1 | -1): void {
  localStorage.setItem(SCALE, String(Math.min(Math.max(scaleAt() + by, 0), SCALES.length - 1)));
  apply();
}

/** Redraws its component when the look changes. */
export function useLook(): { readonly theme: Theme; readonly scale: number } {
  const [, draw] = useState(0);
  useEffect(() => {
    const listener = (): void => draw((times) => times + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return { theme: theme(), scale: SCALES[scaleAt()] ?? 1 };
}
