/** Ids as the server makes them. */
const ID = /^[\w-]{1,64}$/

/** The id that a part of an address is; null for what can be nobody's, which no server is asked for. */
export function idIn(part: string | null | undefined): string | null {
  return part != null && ID.test(part) ? part : null
}
