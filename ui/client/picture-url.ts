/** Where a person's picture is; null where there is none. `base` is the server's address. */
export function pictureUrl(picture: string | null, base: string = location.origin): string | null {
  if (picture === null) return null
  return new URL(`/api/v1/pictures/${encodeURIComponent(picture)}`, base).href
}
