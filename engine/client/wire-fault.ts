import type { ZodType } from 'zod'

/** The server sent what this protocol does not have: a fault of ours, not bad luck. */
export class WireFault extends Error {
  override name = 'WireFault'
}

/** A frame as its schema says. Throws `WireFault` for anything else. */
export function readFrame<T>(schema: ZodType<T>, text: string): T {
  const frame = schema.safeParse(JSON.parse(text))
  if (frame.success) return frame.data
  throw new WireFault(`Not a frame: ${frame.error.message} in ${text.slice(0, 300)}`)
}
