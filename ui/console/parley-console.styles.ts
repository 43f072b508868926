import { css } from 'lit'

export const parleyConsoleStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    block-size: 100dvh;
    min-block-size: 0;
    overflow: hidden;
    background: var(--ground);
  }
  .columns {
    flex: 1;
    min-block-size: 0;
    display: grid;
    grid-template-columns: 232px minmax(0, 1fr);
  }
  .columns[data-wall='true'] {
    grid-template-columns: minmax(0, 1fr);
  }
  .columns[data-wall='true'] main > * {
    max-inline-size: none;
  }
  nav {
    min-block-size: 0;
    overflow-y: auto;
    padding: 12px 8px 24px;
    border-inline-end: 1px solid var(--line);
    background: var(--ground-sunken);
  }
  nav h2 {
    padding: 16px 12px 4px;
    font-size: var(--size-12);
    font-weight: 600;
    color: var(--text-3);
  }
  nav a {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 32px;
    padding-inline: 12px;
    border-radius: var(--radius);
    color: var(--text-2);
    font-size: var(--size-14);
    text-decoration: none;
  }
  nav a:hover {
    background: var(--fill);
    color: var(--text);
  }
  nav a[aria-current] {
    background: var(--accent-soft);
    color: var(--accent-text);
    font-weight: 600;
  }
  nav .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  main {
    min-inline-size: 0;
    min-block-size: 0;
    overflow-y: auto;
    padding: 28px 32px 64px;
    scroll-padding-block: 24px;
  }
  main > * {
    max-inline-size: 1080px;
  }
  main > parley-statistics-page {
    max-inline-size: 1280px;
  }
  .back {
    display: none;
  }
  .brand .place {
    font-weight: 400;
    color: var(--text-2);
  }
  .toasts {
    position: fixed;
  }
  @media (max-width: 767px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
    .columns[data-at='page'] nav,
    .columns[data-at='start'] main {
      display: none;
    }
    nav {
      border-inline-end: 0;
      background: none;
      padding: 8px 12px 32px;
    }
    nav a {
      min-block-size: 44px;
      font-size: var(--size-16);
    }
    main {
      padding: 12px 16px 64px;
    }
    .back {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      min-block-size: 44px;
      margin-block-end: 4px;
      color: var(--accent-text);
      text-decoration: none;
    }
    .back .icon {
      inline-size: 16px;
      block-size: 16px;
    }
    .brand .place {
      display: none;
    }
  }
`
