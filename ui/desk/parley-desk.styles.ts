import { css } from 'lit'

export const parleyDeskStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    block-size: 100dvh;
    min-block-size: 0;
    overflow: hidden;
    background: var(--ground);
  }
  .account {
    font-size: var(--size-13);
    color: var(--text-2);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    padding-inline-start: 12px;
    border-inline-start: 1px solid var(--line-strong);
  }
  .account select {
    font: inherit;
    color: inherit;
    min-block-size: 32px;
    max-inline-size: 100%;
    border: 0;
    border-radius: var(--radius);
    background: none;
  }
  .account select:hover {
    background: var(--fill);
  }
  .sound {
    flex: none;
    color: var(--warn);
  }
  @media (max-width: 767px) {
    .sound span {
      display: none;
    }
  }
  header parley-search-field {
    flex: 0 1 320px;
  }
  .columns {
    position: relative;
    flex: 1;
    min-block-size: 0;
    display: grid;
    grid-template-columns: 56px var(--list) minmax(0, 1fr) auto;
    grid-template-rows: minmax(0, 1fr);
  }
  main {
    display: flex;
    min-inline-size: 0;
    min-block-size: 0;
  }
  parley-conversation {
    flex: 1;
  }
  aside {
    inline-size: var(--side);
    min-block-size: 0;
    display: grid;
  }
  .alone {
    flex: 1;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-block-size: 0;
  }
  .rail {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 4px;
    padding-block-start: 8px;
    border-inline-end: 1px solid var(--line);
    background: var(--ground-sunken);
  }
  .rail a {
    display: grid;
    justify-items: center;
    gap: 2px;
    inline-size: 54px;
    padding-block: 7px 5px;
    border-radius: 8px;
    font-size: 10px;
    letter-spacing: -0.02em;
    line-height: 1.2;
    color: var(--text-3);
    text-decoration: none;
  }
  .rail a .icon {
    inline-size: 20px;
    block-size: 20px;
  }
  .rail [aria-current] {
    color: var(--accent-text);
    background: var(--accent-soft);
  }
  .drawer {
    position: fixed;
    inset-block: 0;
    inset-inline: auto 0;
    inline-size: min(340px, 100%);
    max-inline-size: none;
    block-size: 100dvh;
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    border-inline-start: 1px solid var(--line);
    color: inherit;
    background: var(--ground-sunken);
    box-shadow: var(--shadow-float);
    animation: slide 160ms ease-out;
    --from: 16px;
  }
  .drawer:dir(rtl) {
    --from: -16px;
  }
  .drawer:focus-visible {
    outline: none;
  }
  .drawer::backdrop {
    background: oklch(0.2 0.02 230 / 0.2);
  }
  .drawer aside {
    inline-size: 100%;
    block-size: 100%;
  }
  @keyframes slide {
    from {
      opacity: 0;
      transform: translateX(var(--from));
    }
  }
  .shade {
    position: absolute;
    inset: 0;
    z-index: 4;
    background: oklch(0.2 0.02 230 / 0.2);
  }
  [data-page='page'] {
    grid-template-columns: 56px minmax(0, 1fr);
  }
  [data-layout='narrow'] {
    grid-template-columns: minmax(0, 1fr);
  }
  [data-layout='narrow'][data-has-chat='false'],
  [data-layout='narrow'][data-page='page'] {
    grid-template-rows: minmax(0, 1fr) auto;
  }
  [data-layout='narrow'][data-has-chat='false'] .rail,
  [data-layout='narrow'][data-page='page'] .rail {
    order: 1;
    flex-direction: row;
    justify-content: center;
    padding-block: 4px;
    border-inline-end: 0;
    border-block-start: 1px solid var(--line);
  }
  [data-layout='narrow'][data-has-chat='true'][data-page='chats'] .rail,
  [data-layout='narrow'] parley-splitter,
  [data-layout='narrow'][data-has-chat='false'] main,
  [data-layout='narrow'][data-has-chat='true'] .list {
    display: none;
  }
  .toast .undo {
    inline-size: auto;
    padding-inline: 10px;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
`
