import type { Hono } from 'hono'
import { z } from 'zod'
import { customerPage, customerView } from '#protocol/customer-card'
import { MAX_LINE_LENGTH } from '#protocol/limits'
import { id, time } from '#protocol/scalars'
import { params, query } from './checked.ts'
import { documented } from './documented.ts'
import type { StaffEnv } from './identities.ts'
import { numberText } from './number-text.ts'
import type { Parts } from './parts.ts'
import { problem } from './problem.ts'

/** Customers on one page of the list, unless fewer are asked for. */
const CUSTOMERS_PAGE = 50
const MAX_CUSTOMERS_PAGE = 200

const customersQuery = z
  .strictObject({
    search: z.string().trim().min(1).max(MAX_LINE_LENGTH).optional(),
    blocked: z.literal('true').optional(),
    beforeCreatedAt: numberText(time).optional(),
    beforeCustomerId: id.optional(),
    limit: numberText(z.int().min(1).max(MAX_CUSTOMERS_PAGE)).optional(),
  })
  .refine(
    (asked) => (asked.beforeCreatedAt === undefined) === (asked.beforeCustomerId === undefined),
    {
      message: 'beforeCreatedAt and beforeCustomerId go together',
    },
  )

/** Adds what staff sees of customers to the routes of an account. */
export function addCustomerRoutes(routes: Hono<StaffEnv>, { customers }: Parts): void {
  routes.get(
    '/:accountId/customers',
    documented({
      tag: 'Staff',
      summary: 'Customers, who came last first',
      description:
        'Customers of chats that one may read. `search` finds by the beginnings of words of the ' +
        'name, of parts of the e-mail address, of the phone or the id; `blocked` lists those who ' +
        'are blocked, for supervisors and administrators.',
      security: 'staff',
      answer: { says: 'One page.', schema: customerPage },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(z.strictObject({ accountId: id })),
    query(customersQuery),
    async (c) => {
      const { who } = c.var
      const asked = c.req.valid('query')
      const { beforeCreatedAt: createdAt, beforeCustomerId: customerId } = asked
      const shown = await customers.list(who.accountId, who.personId, {
        search: asked.search ?? null,
        blocked: asked.blocked === 'true',
        before:
          createdAt === undefined || customerId === undefined ? null : { createdAt, customerId },
        limit: asked.limit ?? CUSTOMERS_PAGE,
      })
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )

  routes.get(
    '/:accountId/customers/:customerId',
    documented({
      tag: 'Staff',
      summary: 'A customer: details, notes, blocks and chats',
      security: 'staff',
      answer: { says: 'The customer, as far as one may know.', schema: customerView },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(z.strictObject({ accountId: id, customerId: id })),
    query(z.strictObject({})),
    async (c) => {
      const { who } = c.var
      const { customerId } = c.req.valid('param')
      const shown = await customers.customer(who.accountId, who.personId, customerId)
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )
}
