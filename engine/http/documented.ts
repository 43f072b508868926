import { describeRoute, resolver } from 'hono-openapi'
import type { DescribeRouteOptions, ResponsesWithResolver } from 'hono-openapi'
import type { MiddlewareHandler } from 'hono'
import type { z } from 'zod'
import { REFUSALS } from '#protocol/refusals'
import type { RefusalCode } from '#protocol/refusals'
import { problem as problemSchema } from '#protocol/rest'
import { PROBLEM_TYPE } from './problem.ts'

const problem = problemSchema.meta({
  id: 'Problem',
  description: 'RFC 9457, with the refusal in it.',
})

export type Security = 'nobody' | 'session' | 'staff' | 'customer'

/** What every route says about itself in the OpenAPI document. */
export interface RouteWords {
  tag: string
  summary: string
  description?: string
  security: Security
  /** The answer when all is well. */
  answer: { status?: number; says: string; schema?: z.ZodType; mediaType?: string }
  /** The type of a body that is not JSON. */
  takes?: string
  /** Other answers than refusals, by status. */
  more?: Record<number, { says: string; schema: z.ZodType }>
  /** Codes that this route refuses with, besides those that every one does. */
  refuses?: readonly RefusalCode[]
}

/** Codes that any request may meet. */
const EVERYWHERE = ['invalid', 'tooManyRequests', 'fault', 'transient'] as const

export function documented(words: RouteWords): MiddlewareHandler {
  const { tag, summary, description, security, answer, takes, more = {}, refuses = [] } = words
  const { status = 200, says, schema, mediaType = 'application/json' } = answer
  const codes = new Set<RefusalCode>([...EVERYWHERE, ...refuses])
  if (security !== 'nobody') codes.add('unauthorized')
  const responses: ResponsesWithResolver = {
    [String(status)]: {
      description: says,
      ...(schema === undefined ? {} : { content: { [mediaType]: { schema: resolver(schema) } } }),
    },
    ...refusalResponses(codes),
  }
  for (const [other, { says: otherSays, schema: shape }] of Object.entries(more)) {
    responses[other] = {
      description: otherSays,
      content: { 'application/json': { schema: resolver(shape) } },
    }
  }
  const route: DescribeRouteOptions = {
    tags: [tag],
    summary,
    security: securityOf(security),
    responses,
  }
  if (description !== undefined) route.description = description
  if (takes !== undefined) {
    const schema = { type: 'string', format: 'binary' } as const
    route.requestBody = { required: true, content: { [takes]: { schema } } }
  }
  return describeRoute(route)
}

function refusalResponses(codes: ReadonlySet<RefusalCode>): ResponsesWithResolver {
  const byStatus = new Map<number, RefusalCode[]>()
  for (const code of codes) {
    const { status } = REFUSALS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const responses: ResponsesWithResolver = {}
  for (const [status, ofStatus] of [...byStatus].sort(([a], [b]) => a - b)) {
    responses[String(status)] = {
      description: ofStatus.map((code) => `\`${code}\`: ${REFUSALS[code].says}`).join(' '),
      content: { [PROBLEM_TYPE]: { schema: resolver(problem) } },
    }
  }
  return responses
}

function securityOf(security: Security): Record<string, string[]>[] {
  switch (security) {
    case 'nobody':
      return []
    case 'session':
    case 'staff':
      return [{ bearer: [] }, { cookie: [] }]
    case 'customer':
      return [{ customer: [] }]
  }
}
