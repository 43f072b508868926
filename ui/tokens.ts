import { css, unsafeCSS, type CSSResult } from 'lit'

/*
 * Every colour, size and time of the visual language, once. Greys are twelve steps with a hint of
 * the accent: 1–3 grounds, 4–6 fills and lines, 7–8 lines that mean something, 9 symbols,
 * 10–12 text. Comments have a colour of their own that nothing else uses.
 */
const declarations = `
  --grey-1: light-dark(oklch(1 0 0), oklch(0.178 0.008 240));
  --grey-2: light-dark(oklch(0.982 0.003 240), oklch(0.205 0.009 240));
  --grey-3: light-dark(oklch(0.966 0.004 240), oklch(0.232 0.010 240));
  --grey-4: light-dark(oklch(0.949 0.005 240), oklch(0.262 0.011 240));
  --grey-5: light-dark(oklch(0.922 0.006 240), oklch(0.296 0.012 240));
  --grey-6: light-dark(oklch(0.885 0.008 240), oklch(0.340 0.013 240));
  --grey-7: light-dark(oklch(0.815 0.010 240), oklch(0.420 0.014 240));
  --grey-8: light-dark(oklch(0.640 0.015 240), oklch(0.560 0.014 240));
  --grey-9: light-dark(oklch(0.550 0.017 240), oklch(0.640 0.014 240));
  --grey-10: light-dark(oklch(0.485 0.018 240), oklch(0.740 0.012 240));
  --grey-11: light-dark(oklch(0.395 0.020 240), oklch(0.830 0.010 240));
  --grey-12: light-dark(oklch(0.225 0.022 240), oklch(0.955 0.005 240));

  --ground: var(--grey-1);
  --ground-sunken: var(--grey-2);
  --ground-raised: light-dark(oklch(1 0 0), oklch(0.232 0.010 240));
  --fill: var(--grey-4);
  --fill-hover: var(--grey-5);
  --line: var(--grey-5);
  --line-strong: var(--grey-7);
  --line-control: var(--grey-8);
  --text: var(--grey-12);
  --text-2: var(--grey-11);
  --text-3: var(--grey-10);

  --accent: light-dark(oklch(0.470 0.088 222), oklch(0.530 0.092 222));
  --accent-hover: light-dark(oklch(0.420 0.086 222), oklch(0.570 0.094 222));
  --on-accent: oklch(0.995 0 0);
  --accent-text: light-dark(oklch(0.430 0.088 222), oklch(0.800 0.085 215));
  --accent-soft: light-dark(oklch(0.954 0.017 226), oklch(0.285 0.034 228));
  --accent-softer: light-dark(oklch(0.976 0.009 226), oklch(0.245 0.020 230));
  --accent-line: light-dark(oklch(0.800 0.060 218), oklch(0.470 0.065 222));

  --good: light-dark(oklch(0.470 0.110 152), oklch(0.780 0.130 152));
  --good-mark: light-dark(oklch(0.600 0.140 152), oklch(0.720 0.150 152));
  --warn: light-dark(oklch(0.490 0.115 58), oklch(0.800 0.120 70));
  --warn-mark: light-dark(oklch(0.660 0.150 60), oklch(0.760 0.140 66));
  --warn-soft: light-dark(oklch(0.960 0.030 66), oklch(0.290 0.040 60));
  --bad: light-dark(oklch(0.490 0.170 26), oklch(0.770 0.125 24));
  --bad-mark: light-dark(oklch(0.580 0.190 26), oklch(0.680 0.170 25));
  --bad-soft: light-dark(oklch(0.958 0.022 22), oklch(0.280 0.050 22));
  --bad-solid: light-dark(oklch(0.500 0.170 26), oklch(0.520 0.165 26));

  --comment: light-dark(oklch(0.973 0.042 98), oklch(0.290 0.038 92));
  --comment-edge: light-dark(oklch(0.820 0.110 92), oklch(0.560 0.085 90));
  --comment-line: light-dark(oklch(0.905 0.070 94), oklch(0.390 0.050 92));
  --comment-text: light-dark(oklch(0.430 0.075 84), oklch(0.860 0.075 94));

  --chart-1: light-dark(oklch(0.470 0.088 222), oklch(0.740 0.095 218));
  --chart-2: light-dark(oklch(0.500 0.130 292), oklch(0.760 0.105 292));
  --chart-3: light-dark(oklch(0.530 0.125 345), oklch(0.770 0.105 345));
  --chart-4: light-dark(oklch(0.560 0.085 195), oklch(0.830 0.075 195));
  --chart-5: light-dark(oklch(0.550 0.017 240), oklch(0.700 0.014 240));

  --font: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  --size-12: 0.75rem;
  --size-13: 0.8125rem;
  --size-14: 0.875rem;
  --size-16: 1rem;
  --size-20: 1.25rem;
  --size-28: 1.75rem;
  --leading-read: 1.45;
  --leading-list: 1.25;

  --radius: 6px;
  --radius-card: 10px;
  --radius-full: 999px;

  --shadow-colour: light-dark(oklch(0.25 0.03 230 / 0.2), oklch(0 0 0 / 0.6));
  --shadow-float: 0 1px 2px var(--shadow-colour), 0 14px 36px -10px var(--shadow-colour);
  --move: 160ms cubic-bezier(0.2, 0, 0.1, 1);
  --ring: light-dark(oklch(0.520 0.110 222), oklch(0.780 0.100 215));
`

/** The tokens as a style sheet's text, for pages. */
export const TOKENS_CSS = `:root {
  color-scheme: light dark;${declarations}}
`

/** The tokens for the root element of a tree: everything inside inherits them. */
export const tokens: CSSResult = css`
  :host {
    color-scheme: light dark;
    ${unsafeCSS(declarations)}
  }
`
