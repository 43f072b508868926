import type { Context } from 'hono'
import contentDisposition from 'content-disposition'
import parseRange from 'range-parser'
import type { ByteRange, FileBytes } from '#storage/file-bytes'
import type { FileRow } from '#storage/rows'
import { refuse } from './problem.ts'

/**
 * Gives a file's bytes out. O1 images, audio and video of known kinds are shown, every other file
 * is a download of no type, whatever it is. O2 no browser guesses a type, and whatever a file
 * holds, nothing of it runs: it has an origin of its own without scripts. O3 a file never changes,
 * so a part of it is as good tomorrow.
 */
export async function fileContent(
  c: Context,
  bytes: FileBytes,
  file: FileRow,
  shownTo: 'ourPages' | 'everyPage',
): Promise<Response> {
  const isShown = file.kind !== 'other'
  const etag = `"${file.fileId}"`
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    'content-disposition': contentDisposition(file.name, {
      type: isShown ? 'inline' : 'attachment',
    }),
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'", // O2
    'content-type': isShown ? file.mime : 'application/octet-stream', // O1
    'cross-origin-resource-policy': shownTo === 'everyPage' ? 'cross-origin' : 'same-origin',
    'x-content-type-options': 'nosniff',
    etag,
  }
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers)

  const range = rangeOf(c, file.size, etag)
  if (range === 'unsatisfiable') {
    return refuseRange(c, file.size)
  }
  if (range !== null) headers['content-range'] = `bytes ${range.start}-${range.end}/${file.size}`
  const status = range === null ? 200 : 206
  if (c.req.method === 'HEAD') return c.body(null, status, headers)
  const kept = await bytes.get(file.storageKey, range ?? undefined)
  if (kept === null) return refuse(c, 'notFound')
  // Through the context, for what was said of the origin; it knows no blobs, and passes them on.
  const body: unknown = kept.body
  return c.newResponse(body as ReadableStream, status, headers)
}

/** The one range that is asked for; null where all is: also for several, which nobody needs here. */
function rangeOf(c: Context, size: number, etag: string): ByteRange | 'unsatisfiable' | null {
  const asked = c.req.header('range')
  const onlyIf = c.req.header('if-range')
  if (asked === undefined || (onlyIf !== undefined && onlyIf !== etag)) return null
  const ranges = parseRange(size, asked)
  if (ranges === -1) return 'unsatisfiable'
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null
  const [range] = ranges
  return range === undefined ? null : { start: range.start, end: range.end }
}

function refuseRange(c: Context, size: number): Response {
  return c.body(null, 416, { 'content-range': `bytes */${size}` })
}
