import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ServerProcess } from '../operation/server-process.ts'

const DEMONSTRATION = fileURLToPath(new URL('../demo/main.ts', import.meta.url))

/** The product in a process of its own, on data of its own, with its demo account. */
export class Product {
  readonly #server: ServerProcess
  readonly #data: string
  #said = ''

  private constructor(data: string, settings: Record<string, string>, main?: string) {
    this.#data = data
    this.#server = new ServerProcess(
      { PARLEY_DATA: data, DATABASE_URL: '', PARLEY_DEMO: '1', PARLEY_LOG: 'info', ...settings },
      (words) => {
        this.#said += words
      },
      main,
    )
  }

  /** @param settings besides those that every such product has, as the README names them. */
  static async start(settings: Record<string, string> = {}): Promise<Product> {
    const product = new Product(await mkdtemp(join(tmpdir(), 'parley-e2e-')), settings)
    await product.run()
    return product
  }

  /** With simulated people in it, who have two weeks behind them. */
  static async startDemonstration(): Promise<Product> {
    const data = await mkdtemp(join(tmpdir(), 'parley-demo-'))
    const product = new Product(data, { PARLEY_LOG: 'warn' }, DEMONSTRATION)
    await product.run()
    return product
  }

  get url(): string {
    return this.#server.baseUrl
  }

  /** The password that the first start printed for someone. Throws where it printed none. */
  passwordOf(email: string): string {
    const line = this.#said.split('\n').find((said) => said.includes(email))
    const password = line?.trim().split(/\s+/).at(-1)
    if (password === undefined) throw new Error(`no password was printed for ${email}`)
    return password
  }

  /** Resolves when the product is ready. Rejects, with what it said, when it ends or takes too long. */
  async run(): Promise<void> {
    try {
      await this.#server.start()
    } catch (cause) {
      throw new Error(`the product does not run: ${this.#said}`, { cause })
    }
  }

  /** The plug is pulled: no word to anyone. */
  async kill(): Promise<void> {
    await this.#server.kill()
  }

  async stop(): Promise<void> {
    await this.#server.stop()
    await rm(this.#data, { recursive: true, force: true })
  }
}
