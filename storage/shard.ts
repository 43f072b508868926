import { SHARD_COUNT } from './store.ts'

const FNV_OFFSET_BASIS = 0x811c9dc5
const FNV_PRIME = 0x01000193

/**
 * The shard of an account, for ever: FNV-1a with 32 bits over the UTF-8 bytes of its id, then
 * folded to 8 bits by xor of its four bytes (http://www.isthe.com/chongo/tech/comp/fnv/).
 */
export function shardOf(accountId: string): number {
  let hash = FNV_OFFSET_BASIS
  for (const byte of new TextEncoder().encode(accountId)) {
    hash = Math.imul(hash ^ byte, FNV_PRIME) >>> 0
  }
  const folded = hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)
  return (folded & 0xff) % SHARD_COUNT
}
