/** Where scripts of ours come from: our own server, in whatever page they run. */
const OWN = new URL(import.meta.url).origin

/** Where a person's picture is; null where there is none. `base` is the server's address. */
export function pictureUrl(picture: string | null, base: string = OWN): string | null {
  if (picture === null) return null
  return new URL(`/api/v1/pictures/${encodeURIComponent(picture)}`, base).href
}
