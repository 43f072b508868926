import type { Asked } from './transport.ts'

/**
 * Whose request this is, as an address. Behind `proxies` proxies of one's own each of them added
 * one entry to X-Forwarded-For; entries further left are the client's own inventions.
 */
export function clientAddress(c: Asked, proxies: number): string {
  const { address } = c.env
  if (proxies === 0) return address
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((part) => part.trim())
  const seen = forwarded.at(-proxies) ?? ''
  return /^[0-9a-fA-F.:]{2,45}$/.test(seen) ? seen : address
}
