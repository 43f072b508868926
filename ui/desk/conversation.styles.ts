import { css } from 'lit'

export const conversationStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
    background: var(--ground);
    container: conversation / inline-size;
  }
  header {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    padding: 10px 12px 6px 20px;
    border-block-end: 1px solid var(--line);
  }
  .who {
    display: flex;
    align-items: center;
    gap: 10px;
    min-inline-size: 0;
    min-block-size: 32px;
  }
  header > .side {
    grid-area: 1 / 3;
  }
  header > .subject {
    grid-area: 2 / 2 / 3 / -1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--size-13);
    line-height: var(--leading-list);
    color: var(--text-2);
  }
  parley-chat-actions {
    grid-area: 3 / 1 / 4 / -1;
    margin-inline-start: -10px;
  }
  .who h2 {
    font-size: var(--size-16);
    font-weight: 600;
    line-height: var(--leading-list);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .who parley-chat-tags {
    flex: 1 1 0;
  }
  @container conversation (max-width: 560px) {
    .who {
      flex-wrap: wrap;
      row-gap: 0;
    }
    .who parley-chat-tags {
      flex-basis: 100%;
    }
  }
  .left {
    font-size: var(--size-12);
    color: var(--text-3);
    white-space: nowrap;
  }
  .back,
  .side {
    display: none;
  }
  :host([narrow]) .back {
    display: inline-flex;
    margin-inline: -8px 4px;
  }
  :host([drawer]) .side {
    display: inline-flex;
  }
  .filtered {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 6px 20px;
    font-size: var(--size-12);
    color: var(--accent-text);
    background: var(--accent-softer);
    border-block-end: 1px solid var(--line);
  }
  .filtered .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .filtered button {
    margin-inline-start: auto;
    min-block-size: 24px;
    font-weight: 600;
    text-decoration: underline;
  }
  .middle {
    position: relative;
    flex: 1;
    min-block-size: 0;
    display: flex;
  }
  .scroller {
    flex: 1;
    min-inline-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    overflow-anchor: none;
    padding: 20px 20px 12px;
    display: flex;
    flex-direction: column;
  }
  .found {
    border-radius: var(--radius-card);
    animation: found 2.4s ease-out;
  }
  @media (prefers-reduced-motion: reduce) {
    .found {
      box-shadow: 0 0 0 3px var(--accent-line);
    }
  }
  @keyframes found {
    0%,
    60% {
      box-shadow: 0 0 0 3px var(--accent-line);
    }
  }
  .scroller:focus-visible {
    outline-offset: -2px;
  }
  .stream {
    display: flex;
    flex-direction: column;
    gap: 14px;
    inline-size: 100%;
    max-inline-size: 860px;
    margin: auto auto 0;
  }
  .older {
    align-self: center;
  }
  .day,
  .new {
    display: flex;
    align-items: center;
    gap: 12px;
    font-size: var(--size-12);
    font-weight: 600;
    color: var(--text-3);
  }
  .day::before,
  .day::after,
  .new::before,
  .new::after {
    content: '';
    flex: 1;
    block-size: 1px;
    background: var(--line);
  }
  .new {
    color: var(--accent-text);
  }
  .new::before,
  .new::after {
    background: var(--accent-line);
  }
  .notice {
    align-self: center;
    max-inline-size: 90%;
    text-align: center;
    text-wrap: balance;
    font-size: var(--size-12);
    line-height: var(--leading-list);
    color: var(--text-3);
    overflow-wrap: anywhere;
  }
  .notice time {
    margin-inline-start: 4px;
    font-variant-numeric: tabular-nums;
  }
  .group {
    display: flex;
    gap: 10px;
    align-items: flex-start;
    --avatar-size: 28px;
  }
  .group.agent {
    flex-direction: row-reverse;
  }
  .group > parley-avatar {
    margin-block-start: 20px;
  }
  .lines {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 3px;
    min-inline-size: 0;
    max-inline-size: min(72ch, 82%);
  }
  .agent .lines {
    align-items: flex-end;
  }
  .author {
    display: flex;
    align-items: baseline;
    gap: 6px;
    padding-inline: 2px;
    font-size: var(--size-12);
    line-height: 17px;
    color: var(--text-3);
  }
  .author .ask-prompter {
    opacity: 0;
  }
  .group:hover .ask-prompter,
  .ask-prompter:focus-visible {
    opacity: 1;
  }
  @media (hover: none) {
    .author .ask-prompter {
      opacity: 1;
    }
  }
  .ask-prompter {
    display: inline-grid;
    place-items: center;
    inline-size: 24px;
    block-size: 24px;
    margin-block: -6px;
    vertical-align: middle;
    align-self: center;
    border-radius: var(--radius);
    color: var(--accent-text);
  }
  .ask-prompter .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .author b {
    font-weight: 600;
    color: var(--text-2);
  }
  .author time {
    font-variant-numeric: tabular-nums;
  }
  .tag {
    padding-inline: 5px;
    border-radius: 4px;
    background: var(--fill);
    color: var(--text-2);
    font-weight: 600;
  }
  .line {
    display: flex;
    align-items: flex-end;
    gap: 6px;
    max-inline-size: 100%;
  }
  .agent .line {
    flex-direction: row-reverse;
  }
  .said {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    min-inline-size: 0;
    max-inline-size: 100%;
  }
  .agent .said {
    --files-side: flex-end;
    align-items: flex-end;
  }
  .said > parley-sent-files {
    max-inline-size: 100%;
  }
  .line.failed {
    flex-wrap: wrap;
    row-gap: 2px;
    justify-content: flex-start;
  }
  .bubble,
  .comment .words {
    /* Each line of what people write has its own direction. */
    unicode-bidi: plaintext;
  }
  .bubble {
    padding: 7px 12px;
    border-radius: var(--radius-card);
    background: var(--fill);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    min-inline-size: 0;
  }
  .agent .bubble {
    background: var(--accent-soft);
  }
  .bot .bubble {
    background: none;
    box-shadow: inset 0 0 0 1px var(--line-strong);
  }
  .group:not(.agent) .author + .line .bubble {
    border-start-start-radius: 3px;
  }
  .agent .author + .line .bubble {
    border-start-end-radius: 3px;
  }
  .line.sending .bubble {
    opacity: 0.7;
  }
  .line.failed .bubble {
    background: var(--bad-soft);
    box-shadow: inset 0 0 0 1px var(--bad-mark);
  }
  .bubble + parley-sent-files,
  .comment parley-sent-files:not(:first-child) {
    margin-block-start: 6px;
  }
  .comment parley-sent-files {
    display: block;
  }
  .bubble a,
  .comment a {
    color: var(--accent-text);
  }
  .mark {
    flex: none;
    color: var(--text-3);
    line-height: 1;
    margin-block-end: 3px;
  }
  .mark .icon {
    inline-size: 14px;
    block-size: 14px;
  }
  .line.read .mark {
    color: var(--accent-text);
  }
  .failed-words {
    flex-basis: 100%;
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    align-items: center;
    gap: 2px 8px;
    font-size: var(--size-12);
    color: var(--bad);
  }
  .failed-words .icon {
    inline-size: 14px;
    block-size: 14px;
  }
  .failed-words button {
    min-block-size: 24px;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 2px;
    color: var(--text);
  }
  .comments {
    align-self: flex-end;
    inline-size: min(72ch, 82%);
    margin-inline-end: 38px;
    padding: 8px 14px 10px;
    border-radius: var(--radius-card);
    border: 1px solid var(--comment-line);
    border-inline-start: 3px solid var(--comment-edge);
    background: var(--comment);
  }
  .comments .author,
  .comments .author b {
    color: var(--comment-text);
  }
  .comments .author {
    padding: 0;
    flex-wrap: wrap;
    margin-block-end: 2px;
  }
  .comments .author .icon {
    align-self: center;
    inline-size: 14px;
    block-size: 14px;
  }
  .comment .words {
    margin: 0;
    white-space: pre-wrap;
  }
  .comment {
    overflow-wrap: anywhere;
  }
  .comment + .comment {
    margin-block-start: 6px;
  }
  .mention {
    font-weight: 600;
    color: var(--accent-text);
  }
  .mention.me {
    padding-inline: 3px;
    border-radius: 4px;
    background: var(--accent);
    color: var(--on-accent);
  }
  .comment.sending {
    opacity: 0.7;
  }
  .typing {
    display: flex;
    align-items: center;
    gap: 3px;
    block-size: 22px;
    padding-inline: 20px;
    font-size: var(--size-12);
    color: var(--text-3);
  }
  .typing i {
    inline-size: 5px;
    block-size: 5px;
    border-radius: var(--radius-full);
    background: var(--grey-9);
    animation: breathe 1.2s ease-in-out infinite;
  }
  .typing i:nth-child(2) {
    animation-delay: 0.15s;
  }
  .typing i:nth-child(3) {
    animation-delay: 0.3s;
    margin-inline-end: 5px;
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
  h2:focus-visible {
    outline-offset: 2px;
  }
  .over {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    min-block-size: 48px;
    padding: 6px 12px 6px 20px;
    font-size: var(--size-13);
    color: var(--text-2);
    background: var(--ground-sunken);
    border-block-start: 1px solid var(--line);
  }
  .over .tip {
    inset-block: auto calc(100% + 6px);
  }
  .over .button {
    white-space: nowrap;
  }
  .jump {
    position: absolute;
    inset-block-end: 8px;
    inset-inline-start: 50%;
    translate: -50% 0;
    border-radius: var(--radius-full);
    box-shadow: var(--shadow-float);
  }
  .skeleton span {
    block-size: 38px;
    inline-size: 46%;
    border-radius: var(--radius-card);
    background: var(--grey-3);
  }
  .skeleton span:nth-child(2n) {
    inline-size: 34%;
    align-self: flex-end;
  }
  .skeleton span:nth-child(3) {
    block-size: 64px;
  }
  .naming-me {
    flex: 0 1 auto;
    display: grid;
    gap: 8px;
    align-content: start;
    min-block-size: 96px;
    max-block-size: 60%;
    overflow-y: auto;
    padding: 16px 20px;
    border-block-end: 1px solid var(--line);
  }
  .naming-me .comments {
    inline-size: min(72ch, 100%);
    align-self: start;
    box-sizing: border-box;
    margin: 0;
  }
  .unreadable {
    flex: 1;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 4px;
    padding: 32px;
    text-align: center;
    text-wrap: balance;
    color: var(--text-3);
    max-inline-size: 420px;
    margin-inline: auto;
  }
  .unreadable > .icon {
    inline-size: 32px;
    block-size: 32px;
    color: var(--grey-8);
    margin-block-end: 8px;
  }
  .unreadable .title {
    font-size: var(--size-16);
    font-weight: 600;
    color: var(--text);
  }
  .unreadable .button {
    margin-block-start: 16px;
  }
  @container conversation (max-width: 640px) {
    header {
      padding: 6px 8px 6px 12px;
    }
    .who {
      flex-wrap: wrap;
      gap: 2px 8px;
    }
    parley-chat-actions {
      margin-inline: -8px -4px;
    }
    .scroller {
      padding-inline: 12px;
    }
    .group > parley-avatar {
      display: none;
    }
    .lines {
      max-inline-size: 90%;
    }
    .comments {
      inline-size: 90%;
      margin-inline-end: 0;
    }
    .typing {
      padding-inline: 12px;
    }
  }
`
