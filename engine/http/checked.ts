import type { MiddlewareHandler } from 'hono'
import { validator } from 'hono-openapi'
import type { z } from 'zod'
import { refuse } from './problem.ts'
import type { HttpEnv } from './transport.ts'

type Checked<Target extends string, Schema extends z.ZodType> = {
  in: Record<Target, z.input<Schema>>
  out: Record<Target, z.output<Schema>>
}

/** Lets a request on only if its JSON body is of the schema; refuses others with `invalid`. */
export function body<Schema extends z.ZodType>(
  schema: Schema,
): MiddlewareHandler<HttpEnv, string, Checked<'json', Schema>> {
  return check('json', schema)
}

/** As `body`, for the parameters in the path. */
export function params<Schema extends z.ZodType>(
  schema: Schema,
): MiddlewareHandler<HttpEnv, string, Checked<'param', Schema>> {
  return check('param', schema)
}

/** As `body`, for the query; unknown parameters are refused where the schema is strict. */
export function query<Schema extends z.ZodType>(
  schema: Schema,
): MiddlewareHandler<HttpEnv, string, Checked<'query', Schema>> {
  return check('query', schema)
}

function check<Target extends 'json' | 'param' | 'query', Schema extends z.ZodType>(
  target: Target,
  schema: Schema,
): MiddlewareHandler<HttpEnv, string, Checked<Target, Schema>> {
  const middleware: unknown = validator(target, schema, (result, c) => {
    if (result.success) return undefined
    const [issue] = result.error
    const field = (issue?.path ?? [])
      .map((part) => String(typeof part === 'object' ? part.key : part))
      .join('.')
    const why = issue?.message ?? 'is not valid'
    return refuse(c, 'invalid', { details: { field: field.slice(0, 100), why: why.slice(0, 200) } })
  })
  return middleware as MiddlewareHandler<HttpEnv, string, Checked<Target, Schema>>
}
