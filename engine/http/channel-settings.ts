import { z } from 'zod'
import type { Json } from '#storage/json'

/** The colour of a channel that chose none. */
export const DEFAULT_COLOUR = '#0b6478'

const settings = z.object({
  allowedOrigins: z.array(z.string()).catch([]),
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .optional()
    .catch(undefined),
})

export type ChannelSettings = z.infer<typeof settings>

/** A channel's settings as stored; what is missing or not understood is as if never set. */
export function channelSettings(stored: Json): ChannelSettings {
  return settings.catch({ allowedOrigins: [] }).parse(stored)
}
