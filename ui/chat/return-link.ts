/**
 * The link of a mail in the page's address, if it is one back into a chat of this channel. It is
 * taken out of the address at once: whoever copies or shows that gives nobody's chat away.
 */
export function takeReturnLink(channelId: string): string | null {
  const begin = `#parley=${channelId}.`
  const { hash, pathname, search } = location
  if (!hash.startsWith(begin)) return null
  history.replaceState(history.state, '', pathname + search)
  return hash.slice(begin.length)
}

/** Of a visit by a link only its tab knows: the browser may be another customer's, or a stranger's. */
export function keptByBrowser(
  channelId: string,
): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  try {
    const isVisit = sessionStorage.getItem(`parley:${channelId}`) !== null
    return isVisit ? sessionStorage : localStorage
  } catch {
    return { getItem: () => null, setItem: () => {}, removeItem: () => {} }
  }
}
