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
summary:has(.line) { list-style: none; position: relative; padding-left: 20px; }
summary:has(.line)::-webkit-details-marker { display: none; }
summary:has(.line)::before { content: ''; position: absolute; left: 2px; top: 14px; border: 4px solid transparent;
  border-left: 6px solid var(--quiet); }
details[open] > summary:has(.line)::before { rotate: 90deg; transform-origin: 3px 4px; }
.line { display: grid; grid-template-columns: 4.5rem minmax(0, 26rem) minmax(0, 1fr); gap: 0 12px; align-items: baseline; }
.about { color: var(--quiet); }
@media (max-width: 760px) { .line { grid-template-columns: 4.5rem minmax(0, 1fr); } .about { grid-column: 2; } }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.method { font-size: 12px; color: var(--accent); }
.method.get { color: light-dark(#3a5f8a, #8fb4de); }
.method.put, .method.patch { color: light-dark(#6a4f8f, #bfa3e0); }
.method.delete { color: light-dark(#8a4a3a, #e0a593); }
dt { margin-top: 8px; }
dd { margin: 4px 0 0; }
code, pre { font: 12px/1.45 ui-monospace, monospace; }
pre { background: var(--raised); border-radius: 6px; padding: 8px; overflow: auto; max-height: 24rem; }
`
