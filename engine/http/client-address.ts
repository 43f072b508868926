import ipaddr from 'ipaddr.js'
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
  const plain = withoutPort(seen)
  return ipaddr.isValid(plain) ? plain : address
}

/** Some proxies name the port too: `192.0.2.1:50001`, `[2001:db8::1]:50001`. */
function withoutPort(entry: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry
}
