import type { z } from 'zod'

/** A text of somebody else's as what it should be; null where it is not. */
export function parsed<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
): z.output<Schema> | null {
  try {
    const read = schema.safeParse(JSON.parse(text))
    return read.success ? read.data : null
  } catch {
    return null
  }
}
