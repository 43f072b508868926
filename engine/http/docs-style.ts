/** How the page of the interface looks. */
export const DOCS_STYLE = `
:root {
  color-scheme: light dark;
  --line: light-dark(#d5dadd, #3a4246);
  --quiet: light-dark(#566168, #9aa6ad);
  --accent: light-dark(#0b6478, #6cc3d8);
  --raised: light-dark(#f5f7f8, #1d2326);
}
body { font: 14px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 24px 16px 48px;
  background: light-dark(#fff, #14181a); color: light-dark(#1b2226, #e6ebee); }
h1 { font-size: 28px; margin: 0 0 8px; }
h2 { font-size: 20px; margin: 32px 0 4px; }
h4 { font-size: 13px; margin: 16px 0 4px; color: var(--quiet); }
p { max-width: 72ch; margin: 4px 0; }
p:empty { display: none; }
a { color: var(--accent); }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; padding: 0; }
details { border: 1px solid var(--line); border-radius: 6px; margin: 8px 0; padding: 0 12px; }
details[open] { padding-bottom: 12px; }
summary { cursor: pointer; padding: 8px 0; overflow-wrap: anywhere; }
summary span { color: var(--quiet); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.method { display: inline-block; min-width: 4rem; color: var(--accent); }
dt { margin-top: 8px; }
dd { margin: 4px 0 0; }
code, pre { font: 12px/1.45 ui-monospace, monospace; }
pre { background: var(--raised); border-radius: 6px; padding: 8px; overflow: auto; max-height: 24rem; }
`
