import { Hono } from 'hono'
import { z } from 'zod'
import { id } from '#protocol/scalars'
import { params } from './checked.ts'
import { documented } from './documented.ts'
import type { Parts } from './parts.ts'
import { refuse } from './problem.ts'
import type { HttpEnv } from './transport.ts'

/** Its name is a hash of its bytes: it never changes under this name. */
const FOR_EVER = 'public, max-age=31536000, immutable'

/** Pictures of people: `/pictures/{pictureId}`. Customers see them on the pages of others. */
export function pictureRoute({ oneself }: Pick<Parts, 'oneself'>): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>()
  routes.get(
    '/:pictureId',
    documented({
      tag: 'Pictures',
      summary: 'A person’s picture',
      description: 'PNG, JPEG or WebP; known by a hash of its bytes.',
      security: 'nobody',
      answer: { says: 'The image.', schema: z.string(), mediaType: 'image/*' },
      refuses: ['notFound'],
    }),
    params(z.strictObject({ pictureId: id })),
    async (c) => {
      const picture = await oneself.picture(c.req.valid('param').pictureId)
      if (picture === null) return refuse(c, 'notFound')
      return c.body(new Uint8Array(picture.bytes), 200, {
        'content-type': picture.mime,
        'cache-control': FOR_EVER,
        'x-content-type-options': 'nosniff',
        'content-disposition': 'inline',
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
      })
    },
  )
  return routes
}
