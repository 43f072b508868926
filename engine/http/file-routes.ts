import { Hono } from 'hono'
import type { Context } from 'hono'
import { z } from 'zod'
import { fileView, uploadName, uploadedFile } from '#protocol/files'
import { id, sequence } from '#protocol/scalars'
import { RateLimit } from '../auth/rate-limit.ts'
import type { Uploader } from '../commands/files.ts'
import type { Given } from '../files/files.ts'
import type { ChannelEnv } from './channel-origins.ts'
import { params, query } from './checked.ts'
import { documented } from './documented.ts'
import { fileContent } from './file-content.ts'
import { customersOnly } from './identities.ts'
import type { StaffEnv } from './identities.ts'
import { numberText } from './number-text.ts'
import type { Parts } from './parts.ts'
import { problem, refuse } from './problem.ts'
import { over, perAddress } from './rates.ts'
import type { HttpEnv } from './transport.ts'

const ofChat = z.strictObject({ accountId: id, chatId: id })
const ofChatsFile = z.strictObject({ accountId: id, chatId: id, fileId: id })
const ofEmbeddedFile = z.strictObject({ accountId: id, personId: id, chatId: id, fileId: id })
const ofChannel = z.strictObject({ channelId: id })
const ofChannelsFile = z.strictObject({ channelId: id, fileId: id })
const nothing = z.strictObject({})
const named = z.strictObject({ name: uploadName })
const linkWords = z.strictObject({
  until: numberText(sequence),
  signature: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
})

const bytes = z.string().meta({ format: 'binary' })

const UPLOAD = {
  summary: 'Upload a file',
  description:
    'The body is the file itself, in any length up to the account’s limit. It is kept until it is ' +
    'sent by its id (`fileIds`) or a day is over. What it is, is read from its bytes.',
  answer: { status: 201, says: 'Kept; not sent yet.', schema: uploadedFile },
  takes: 'application/octet-stream',
} as const

const SHOW = {
  summary: 'A file, with a new link to its bytes',
  answer: { says: 'The file.', schema: fileView },
} as const

const DROP = {
  summary: 'Remove an upload that was not sent',
  answer: { status: 204, says: 'What waited is not kept any more; what was sent stays.' },
} as const

const CONTENT = {
  summary: 'The bytes of a file',
  description:
    'By a link that came with the file, until it ends. Takes one range. Anything but images, ' +
    'audio and video is a download.',
  answer: { says: 'The bytes.', schema: bytes, mediaType: 'application/octet-stream' },
} as const

/** Staff's files of a chat: `/accounts/{accountId}/chats/{chatId}/files`. */
export function addStaffFiles(routes: Hono<StaffEnv>, parts: Parts): void {
  const { files } = parts
  const uploads = new RateLimit(parts.rates.uploadsPerSender)
  const refuses = ['forbidden', 'notFound', 'notReady'] as const

  routes.post(
    '/:accountId/chats/:chatId/files',
    documented({
      tag: 'Files',
      security: 'staff',
      refuses: [...refuses, 'tooLarge', 'wrongKind', 'tooManyFiles', 'fileGone', 'busy'],
      ...UPLOAD,
    }),
    params(ofChat),
    query(named),
    async (c) => {
      const { accountId, personId } = c.var.who
      const refusal = await over(c, uploads, personId)
      if (refusal !== null) return refusal
      const { chatId } = c.req.valid('param')
      const by = { kind: 'staff', personId, chatId } as const
      return upload(c, parts, accountId, by, c.req.valid('query').name)
    },
  )

  routes.get(
    '/:accountId/chats/:chatId/files/:fileId',
    documented({ tag: 'Files', security: 'staff', refuses, ...SHOW }),
    params(ofChatsFile),
    query(nothing),
    async (c) => {
      const { chatId, fileId } = c.req.valid('param')
      return answer(c, await files.showStaff(c.var.who, chatId, fileId))
    },
  )

  routes.delete(
    '/:accountId/chats/:chatId/files/:fileId',
    documented({ tag: 'Files', security: 'staff', refuses: [...refuses, 'busy'], ...DROP }),
    params(ofChatsFile),
    query(nothing),
    async (c) => {
      const { accountId, personId } = c.var.who
      const { chatId, fileId } = c.req.valid('param')
      const by = { kind: 'staff', personId, chatId } as const
      const refusal = await files.drop(accountId, by, fileId)
      return refusal === null ? c.body(null, 204) : problem(c, refusal)
    },
  )

  routes.get(
    '/:accountId/chats/:chatId/files/:fileId/content',
    documented({ tag: 'Files', security: 'staff', refuses, ...CONTENT }),
    params(ofChatsFile),
    query(linkWords),
    async (c) => {
      const { chatId, fileId } = c.req.valid('param')
      const opened = await files.openStaff(c.var.who, chatId, fileId, c.req.valid('query'))
      if (opened.kind === 'refused') return problem(c, opened.refusal)
      return fileContent(c, files.bytes, opened.value, 'ourPages')
    },
  )
}

/**
 * Staff's files on a page of others, whose images bring neither cookie nor token: the link says for
 * whom it is. Only where an account has such pages.
 */
export function embeddedFileRoute(parts: Parts): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>()
  routes.get(
    '/:accountId/embedded/:personId/chats/:chatId/files/:fileId/content',
    documented({
      tag: 'Files',
      security: 'nobody',
      refuses: ['forbidden', 'notFound', 'notReady'],
      ...CONTENT,
    }),
    params(ofEmbeddedFile),
    query(linkWords),
    async (c) => {
      const { accountId, personId, chatId, fileId } = c.req.valid('param')
      if (!(await parts.embedOrigins.hasAny(accountId))) return refuse(c, 'forbidden')
      const who = { accountId, personId }
      const opened = await parts.files.openEmbedded(who, chatId, fileId, c.req.valid('query'))
      if (opened.kind === 'refused') return problem(c, opened.refusal)
      return fileContent(c, parts.files.bytes, opened.value, 'everyPage')
    },
  )
  return routes
}

/** A customer's files: `/channels/{channelId}/files`. */
export function addCustomerFiles(routes: Hono<ChannelEnv>, parts: Parts): void {
  const { files, rates, proxies } = parts
  const uploads = new RateLimit(rates.uploadsPerSender)
  const refuses = ['forbidden', 'notFound', 'notReady'] as const

  routes.post(
    '/:channelId/files',
    documented({
      tag: 'Files',
      security: 'customer',
      refuses: [...refuses, 'blocked', 'tooLarge', 'wrongKind', 'tooManyFiles', 'fileGone', 'busy'],
      ...UPLOAD,
    }),
    perAddress(rates.uploadsPerAddress, proxies),
    customersOnly(parts),
    params(ofChannel),
    query(named),
    async (c) => {
      const { accountId, customerId } = c.var.who
      const refusal = await over(c, uploads, customerId)
      if (refusal !== null) return refusal
      const by = { kind: 'customer', customerId } as const
      return upload(c, parts, accountId, by, c.req.valid('query').name)
    },
  )

  routes.get(
    '/:channelId/files/:fileId',
    documented({ tag: 'Files', security: 'customer', refuses, ...SHOW }),
    customersOnly(parts),
    params(ofChannelsFile),
    query(nothing),
    async (c) => answer(c, await files.showCustomer(c.var.who, c.req.valid('param').fileId)),
  )

  routes.delete(
    '/:channelId/files/:fileId',
    documented({ tag: 'Files', security: 'customer', refuses: [...refuses, 'busy'], ...DROP }),
    customersOnly(parts),
    params(ofChannelsFile),
    query(nothing),
    async (c) => {
      const { accountId, customerId } = c.var.who
      const by = { kind: 'customer', customerId } as const
      const refusal = await files.drop(accountId, by, c.req.valid('param').fileId)
      return refusal === null ? c.body(null, 204) : problem(c, refusal)
    },
  )

  routes.get(
    '/:channelId/files/:fileId/content',
    // An image on a page brings no token: the link is the key.
    documented({ tag: 'Files', security: 'nobody', refuses, ...CONTENT }),
    params(ofChannelsFile),
    query(linkWords),
    async (c) => {
      const { channelId, fileId } = c.req.valid('param')
      const place = { accountId: c.var.accountId, channelId }
      const opened = await files.openCustomer(place, fileId, c.req.valid('query'))
      if (opened.kind === 'refused') return problem(c, opened.refusal)
      return fileContent(c, files.bytes, opened.value, 'everyPage')
    },
  )
}

async function upload(
  c: Context,
  { files }: Pick<Parts, 'files'>,
  accountId: string,
  by: Uploader,
  name: string,
): Promise<Response> {
  const body = c.req.raw.body ?? new Blob([]).stream()
  const declaredBytes = lengthOf(c.req.header('content-length'))
  const given = await files.upload(accountId, by, { name, declaredBytes, body })
  return answer(c, given, 201)
}

function answer<T extends object>(c: Context, given: Given<T>, status: 200 | 201 = 200): Response {
  return given.kind === 'refused' ? problem(c, given.refusal) : c.json(given.value, status)
}

function lengthOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null
}
