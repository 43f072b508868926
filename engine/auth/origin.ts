/**
 * Whether a browser's page of this origin is one of ours. Compared parsed and whole, never by parts
 * of text: `https://parley.example.evil.example` is not `https://parley.example`.
 * @param host The Host header, as the browser addressed us.
 * @param publicUrl Where people reach us, if that was configured; then only this counts.
 */
export function isOwnOrigin(
  origin: string,
  host: string | null,
  publicUrl: string | null,
): boolean {
  const asked = originOf(origin)
  if (asked === null) return false
  if (publicUrl !== null) return asked.origin === originOf(publicUrl)?.origin
  // Behind a proxy that ends TLS our scheme is not the browser's: the host is what counts.
  const own = host === null ? null : originOf(`${asked.protocol}//${host}`)
  return own !== null && asked.origin === own.origin
}

/** Whether the origin is one of those listed, compared whole. */
export function isListedOrigin(origin: string, listed: readonly string[]): boolean {
  const asked = originOf(origin)
  return asked !== null && listed.some((entry) => originOf(entry)?.origin === asked.origin)
}

function originOf(text: string): URL | null {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null
  return url
}
