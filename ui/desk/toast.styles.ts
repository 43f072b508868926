import { css } from 'lit'

/** What is said for a moment above everything else on a page of staff. */
export const toastStyles = css`
  .toasts {
    position: absolute;
    inset-block-end: 20px;
    inset-inline: 0;
    z-index: 30;
    display: grid;
    justify-items: center;
    pointer-events: none;
  }
  .toast {
    display: flex;
    align-items: center;
    gap: 10px;
    max-inline-size: calc(100% - 32px);
    padding: 8px 8px 8px 14px;
    border-radius: var(--radius-card);
    background: var(--grey-12);
    color: var(--grey-1);
    font-size: var(--size-13);
    box-shadow: var(--shadow-float);
    pointer-events: auto;
    animation: slide-up 160ms ease-out;
  }
  .toast button {
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
  }
  @keyframes slide-up {
    from {
      opacity: 0;
      transform: translateY(8px);
    }
  }
`
