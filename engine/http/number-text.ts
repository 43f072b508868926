import { z } from 'zod'

/** A number as it stands in an address: decimal digits, nothing else. */
export function numberText(schema: z.ZodType<number, number>): z.ZodType<number, string> {
  return z
    .string()
    .regex(/^\d{1,16}$/, 'is not a number')
    .transform(Number)
    .pipe(schema)
}
