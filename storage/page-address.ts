/** SQL of an address as pages are compared by: without scheme, `www` and slashes at its end. */
export function pageAddress(url: string): string {
  return `lower(regexp_replace(${url}, '^https?://(www\\.)?|/+$', '', 'gi'))`
}

/** The same in memory. */
export function pageAddressOf(url: string): string {
  return url.replace(/^https?:\/\/(www\.)?|\/+$/gi, '').toLowerCase()
}

/** SQL of such an address without what it was asked with, and without the place on the page. */
export function pageOf(address: string): string {
  return `rtrim(regexp_replace(${address}, '[?#].*$', ''), '/')`
}
