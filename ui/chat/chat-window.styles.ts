import { css } from 'lit'

export const chatWindowStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    block-size: 100%;
    background: var(--ground);
  }
  header {
    display: flex;
    align-items: center;
    gap: 12px;
    padding-block: 12px;
    padding-inline: 16px 8px;
    background: var(--brand, var(--accent));
    color: var(--on-brand, var(--on-accent));
  }
  .who {
    flex: 1;
    min-inline-size: 0;
    line-height: var(--leading-list);
  }
  .who h2 {
    font-size: var(--size-16);
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .who p {
    font-size: var(--size-13);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .disc {
    --avatar-size: 36px;
  }
  .mark {
    display: grid;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    flex: none;
    border-radius: var(--radius-full);
    background: color-mix(in srgb, currentColor 16%, transparent);
  }
  header button {
    display: grid;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    flex: none;
    border-radius: var(--radius);
    outline-color: currentColor;
  }
  header button:hover {
    background: color-mix(in srgb, currentColor 16%, transparent);
  }
  header .word {
    inline-size: auto;
    padding-inline: 10px;
    font-size: var(--size-13);
    white-space: nowrap;
  }
  .tools {
    display: flex;
  }

  .scroller {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 16px;
    display: flex;
    flex-direction: column;
  }
  .scroller:focus-visible {
    outline-offset: -2px;
  }
  .stream {
    margin-block-start: auto;
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  .day {
    text-align: center;
    font-size: var(--size-12);
    font-weight: 600;
    color: var(--text-3);
    padding-block: 4px;
  }
  .parted {
    display: flex;
    align-items: center;
    gap: 12px;
    font-size: var(--size-12);
    color: var(--text-3);
  }
  .parted::before,
  .parted::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--line-strong);
  }
  .notice {
    align-self: center;
    max-inline-size: 88%;
    text-align: center;
    font-size: var(--size-12);
    color: var(--text-3);
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }
  .group {
    display: flex;
    flex-direction: column;
    gap: 3px;
    align-items: flex-start;
  }
  .group.me {
    align-items: flex-end;
  }
  .author {
    display: flex;
    gap: 6px;
    align-items: baseline;
    padding-inline: 2px;
    font-size: var(--size-12);
    color: var(--text-3);
  }
  .author b {
    font-weight: 600;
    color: var(--text-2);
  }
  .tag {
    padding-inline: 5px;
    border-radius: 4px;
    background: var(--fill);
    color: var(--text-2);
    font-weight: 600;
  }
  .line parley-sent-files {
    max-inline-size: 100%;
  }
  .line {
    display: flex;
    flex-direction: column;
    max-inline-size: 84%;
  }
  .me .line {
    --files-side: flex-end;
    align-items: flex-end;
  }
  .bubble {
    unicode-bidi: plaintext;
    padding: 8px 12px;
    border-radius: var(--radius-card);
    background: var(--fill);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .group:not(.me) .line:first-of-type .bubble {
    border-start-start-radius: 3px;
  }
  .me .bubble {
    background: var(--brand, var(--accent));
    color: var(--on-brand, var(--on-accent));
  }
  .me .line:last-of-type .bubble {
    border-end-end-radius: 3px;
  }
  .me .line.failed .bubble {
    background: var(--bad-soft);
    color: var(--text);
    box-shadow: inset 0 0 0 1px var(--bad-mark);
  }
  .bubble + parley-sent-files {
    margin-block-start: 4px;
  }
  .bubble a {
    color: inherit;
  }
  .meta {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 2px 8px;
    padding: 2px 2px 0;
    font-size: var(--size-12);
    color: var(--text-3);
    font-variant-numeric: tabular-nums;
  }
  .meta .icon {
    inline-size: 14px;
    block-size: 14px;
    vertical-align: -2px;
  }
  .meta.bad {
    color: var(--bad);
  }
  .meta button {
    min-block-size: 24px;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 2px;
    color: var(--text);
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding-block-start: 6px;
  }
  .typing {
    display: inline-flex;
    gap: 4px;
    align-items: center;
    block-size: 36px;
    padding-inline: 14px;
    border-radius: var(--radius-card);
    border-start-start-radius: 3px;
    background: var(--fill);
  }
  .typing i {
    inline-size: 6px;
    block-size: 6px;
    border-radius: var(--radius-full);
    background: var(--grey-9);
    animation: breathe 1.2s ease-in-out infinite;
  }
  .typing i:nth-child(2) {
    animation-delay: 0.15s;
  }
  .typing i:nth-child(3) {
    animation-delay: 0.3s;
  }
  @keyframes breathe {
    0%,
    60%,
    100% {
      opacity: 0.35;
    }
    30% {
      opacity: 1;
    }
  }
  .skeleton {
    display: grid;
    gap: 12px;
  }
  .skeleton span {
    block-size: 36px;
    inline-size: 62%;
    border-radius: var(--radius-card);
    background: var(--grey-3);
  }
  .skeleton span:nth-child(2) {
    inline-size: 44%;
    justify-self: end;
  }
  .skeleton span:nth-child(3) {
    block-size: 56px;
    inline-size: 72%;
  }

  .jump {
    position: absolute;
    inset-block-end: 8px;
    inset-inline-start: 50%;
    translate: -50% 0;
    border-radius: var(--radius-full);
    box-shadow: var(--shadow-float);
  }
  .middle {
    position: relative;
    flex: 1;
    min-block-size: 0;
    display: flex;
    flex-direction: column;
  }

  .card {
    margin: 0 12px 8px;
    padding: 12px;
    display: grid;
    gap: 8px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-card);
    background: var(--ground-raised);
    font-size: var(--size-13);
  }
  .card .error:empty {
    display: none;
  }
  .card .row {
    display: flex;
    gap: 8px;
  }
  .card .row .button {
    min-block-size: 36px;
  }
  .card .row.end {
    justify-content: flex-end;
  }
  .aside {
    padding: 0 16px 8px;
    font-size: var(--size-13);
    color: var(--text-2);
  }
  .aside button {
    min-block-size: 24px;
    font-weight: 600;
    color: var(--text);
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .ended {
    padding: 8px 16px;
    text-align: center;
    font-size: var(--size-13);
    color: var(--text-2);
    background: var(--ground-sunken);
    border-block-start: 1px solid var(--line);
  }
  .alert {
    padding: 6px 16px;
    font-size: var(--size-13);
    color: var(--bad);
    background: var(--bad-soft);
  }
  form.composer {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-end;
    gap: 8px;
    padding: 8px;
    padding-inline-start: 12px;
    padding-block-end: max(8px, env(safe-area-inset-bottom));
    border-block-start: 1px solid var(--line);
    background: var(--ground-raised);
  }
  form.composer parley-attachment-chips {
    flex: 1 0 100%;
    margin-inline: -12px -8px;
    margin-block-start: -8px;
  }
  form.composer .attach {
    inline-size: 40px;
    block-size: 40px;
    margin-inline: -6px -6px;
  }
  form.composer textarea {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 40px;
    max-block-size: 132px;
    padding: 9px 4px;
    border: 0;
    background: none;
    resize: none;
    field-sizing: content;
    line-height: 1.4;
  }
  form.composer textarea:focus-visible {
    outline: none;
  }
  form.composer:focus-within {
    box-shadow: inset 0 2px 0 var(--ring);
  }
  .send {
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    flex: none;
    border-radius: var(--radius);
    background: var(--brand, var(--accent));
    color: var(--on-brand, var(--on-accent));
  }
  .send[aria-disabled='true'] {
    background: var(--fill);
    color: var(--text-3);
    cursor: default;
  }
  @media (pointer: coarse) {
    header button,
    .send {
      inline-size: 44px;
      block-size: 44px;
    }
    header .word {
      inline-size: auto;
    }
    form.composer textarea {
      font-size: var(--size-16);
    }
    .meta button {
      min-block-size: 44px;
    }
  }
`
