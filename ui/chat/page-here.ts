import { MAX_PAGE_ADDRESS_LENGTH, MAX_PAGE_TITLE_LENGTH } from '#protocol/limits'
import type { CustomerPage } from '../client/customer-client.ts'
import { storableText } from '../client/storable-text.ts'

/** The page that this tab shows, as staff may know it; null where it is no page of the web. */
export function pageHere(): CustomerPage | null {
  const { protocol, origin, pathname, search } = window.location
  if (!/^https?:$/.test(protocol)) return null
  // what is too long is shown without its query, and if need be as the site alone
  const addresses = [origin + pathname + search, origin + pathname, origin]
  const address = addresses.find(({ length }) => length <= MAX_PAGE_ADDRESS_LENGTH) ?? origin
  // by whole characters, each of which takes two units at the most
  const title = Array.from(storableText(document.title)).slice(0, MAX_PAGE_TITLE_LENGTH / 2)
  return { address, title: title.join('') }
}

/** Calls `listener` when the tab shows another page without loading; returns how to end that. */
export function whenPageChanges(listener: () => void): () => void {
  // what a page's own script does to the address is only told by the navigation API
  const navigation: unknown = Reflect.get(window, 'navigation')
  const sources = [window, ...(navigation instanceof EventTarget ? [navigation] : [])]
  const types = ['popstate', 'navigatesuccess', 'currententrychange']
  const later = () => setTimeout(listener)
  for (const source of sources) {
    for (const type of types) source.addEventListener(type, later)
  }
  return () => {
    for (const source of sources) {
      for (const type of types) source.removeEventListener(type, later)
    }
  }
}
