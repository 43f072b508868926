import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A first start creates a database; on a busy machine that takes a while. */
const READY_WITHIN_MS = 60_000

/** The product in a process of its own, on data of its own, as `npm start` runs it. */
export class Product {
  readonly #port: number
  readonly #data: string
  #process: ChildProcess | null = null
  #said = ''

  private constructor(port: number, data: string) {
    this.#port = port
    this.#data = data
  }

  static async start(): Promise<Product> {
    const data = await mkdtemp(join(tmpdir(), 'parley-e2e-'))
    const product = new Product(await freePort(), data)
    await product.run()
    return product
  }

  get url(): string {
    return `http://localhost:${this.#port}`
  }

  /** The password that the first start printed for someone. Throws where it printed none. */
  passwordOf(email: string): string {
    const line = this.#said.split('\n').find((said) => said.includes(email))
    const password = line?.trim().split(/\s+/).at(-1)
    if (password === undefined) throw new Error(`no password was printed for ${email}`)
    return password
  }

  /** Resolves when the product says that it is ready. Rejects when it ends or takes too long. */
  async run(): Promise<void> {
    const args = ['engine/main.ts', '--port', String(this.#port), '--data', this.#data]
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#process = child
    child.stdout.on('data', (words: Buffer) => {
      this.#said += words.toString()
    })
    child.stderr.on('data', (words: Buffer) => {
      this.#said += words.toString()
    })
    const deadline = Date.now() + READY_WITHIN_MS
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the product ended: ${this.#said}`)
      if (Date.now() > deadline) throw new Error(`the product is not ready: ${this.#said}`)
      if (await this.#isReady()) return
    }
  }

  /** The plug is pulled: no word to anyone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
    await rm(this.#data, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    this.#process = null
    if (child === null || child.exitCode !== null) return
    const ended = new Promise((resolve) => {
      child.once('exit', resolve)
    })
    child.kill(signal)
    await ended
  }

  async #isReady(): Promise<boolean> {
    try {
      const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(1_000) })
      return answer.ok
    } catch {
      await new Promise((resolve) => {
        setTimeout(resolve, 100)
      })
      return false
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
