import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { gzipSync } from 'node:zlib'

/** A file of the user interface, ready to be sent. */
export interface PageFile {
  type: string
  bytes: Uint8Array<ArrayBuffer>
  /** Compressed, where that makes it smaller. */
  gzip: Uint8Array<ArrayBuffer> | null
  /** A strong validator of the bytes. */
  etag: string
  /** Its name holds a hash of its content: it never changes under this name. */
  immutable: boolean
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.ts': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
}

const COMPRESSED = /^(text|application)\/|svg/

/** What scripts of ours ask for by the hash of its content: eight letters and digits in its name. */
const HASHED = /^parts\/.*-[a-z0-9]{8}\.js(\.map)?$/

/**
 * The built user interface, read once. Only what was found in the folder is ever served: no path of
 * a request becomes a path on the disk.
 */
export class Pages {
  readonly #files: ReadonlyMap<string, PageFile>

  constructor(files: ReadonlyMap<string, PageFile>) {
    this.#files = files
  }

  /** The file for a path of a request; null where there is none. */
  find(path: string): PageFile | null {
    const name = path.replace(/^\/+/, '').replace(/\/$/, '')
    return (
      this.#files.get(name === '' ? 'index.html' : name) ??
      this.#files.get(`${name}.html`) ??
      this.#files.get(`${name}/index.html`) ??
      // The own addresses of the desk, and of the console, are all one page.
      this.#pageAround(name)
    )
  }

  #pageAround(name: string): PageFile | null {
    const [, page = null] = /^(desk|console)\/[^.]+$/.exec(name) ?? []
    return page === null ? null : this.find(`/${page}`)
  }
}

/** Reads a folder of built files. Throws where it cannot be read. */
export async function loadPages(folder: string): Promise<Pages> {
  const files = new Map<string, PageFile>()
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    const type = TYPES[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path).split(sep).join('/')
    files.set(name, pageFile(name, type, await readFile(path)))
  }
  return new Pages(files)
}

function pageFile(name: string, type: string, content: Uint8Array): PageFile {
  const bytes = new Uint8Array(content)
  const small = COMPRESSED.test(type) ? new Uint8Array(gzipSync(bytes, { level: 9 })) : null
  return {
    type,
    bytes,
    gzip: small !== null && small.length < bytes.length ? small : null,
    etag: createHash('sha256').update(bytes).digest('base64url').slice(0, 22),
    immutable: HASHED.test(name),
  }
}
