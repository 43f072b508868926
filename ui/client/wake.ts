/** Calls `listener` when waiting longer makes no sense; returns how to end that. */
export type OnWake = (listener: () => void) => () => void

/** The network is back, or somebody looks at the page again. */
export const onBrowserWake: OnWake = (listener) => {
  const whenVisible = () => {
    if (document.visibilityState === 'visible') listener()
  }
  window.addEventListener('online', listener)
  window.addEventListener('pageshow', listener)
  document.addEventListener('visibilitychange', whenVisible)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('pageshow', listener)
    document.removeEventListener('visibilitychange', whenVisible)
  }
}
