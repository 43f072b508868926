import { fileURLToPath } from 'node:url'

/** From the spawn to ready, and from SIGTERM to the end, on a busy machine. */
const START_PATIENCE_MS = 120_000
const STOP_PATIENCE_MS = 30_000

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

/** Figures of `/metrics` by their names; those with labels are left out. */
export type Figures = ReadonlyMap<string, number>

/** The product as a process of its own on loopback, for measuring it from outside. */
export class Product {
  readonly baseUrl: string
  readonly #port: number
  readonly #env: Record<string, string | undefined>
  #child: Bun.Subprocess | null = null

  /** @param env says which data it serves. */
  constructor(env: Record<string, string>) {
    this.#port = Product.freePort()
    this.baseUrl = `http://127.0.0.1:${this.#port}`
    this.#env = {
      ...process.env,
      PARLEY_DEMO: '0',
      PARLEY_HOST: '127.0.0.1',
      PARLEY_LOG: 'error',
      PARLEY_URL: '',
      // Everybody comes from one address.
      PARLEY_RATE_FACTOR: '1000',
      ...env,
    }
  }

  /** A port of loopback that nobody listens on at this moment. */
  static freePort(): number {
    const server = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
    const { port } = server
    server.stop(true)
    return port
  }

  /** Begins to start it; `untilReady` tells when it has. */
  launch(): void {
    this.#child = Bun.spawn([process.execPath, MAIN, '--port', String(this.#port)], {
      env: this.#env,
      stdin: 'ignore',
      // Nothing but our line belongs to standard output.
      stdout: Bun.file('/dev/stderr'),
      stderr: 'inherit',
    })
  }

  /**
   * Resolves when `/readyz` answers with 200, asked every `pollMs`.
   * @throws Error where the process ends or takes too long.
   */
  async untilReady(pollMs: number): Promise<void> {
    const until = performance.now() + START_PATIENCE_MS
    while (!(await this.#isReady())) {
      if (this.#child?.exitCode !== null) throw new Error('The server ended while it started')
      if (performance.now() > until) throw new Error('The server was not ready in time')
      await Bun.sleep(pollMs)
    }
  }

  /** What it says of itself now. */
  async figures(): Promise<Figures> {
    const response = await fetch(`${this.baseUrl}/metrics`, { signal: AbortSignal.timeout(10_000) })
    return readFigures(await response.text())
  }

  /** Kills it without a warning, and resolves when it is gone. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = null
    child?.kill('SIGKILL')
    await child?.exited
  }

  /** Ends it in order; kills it where it does not end in time. */
  async stop(): Promise<void> {
    const child = this.#child
    if (child === null) return
    child.kill('SIGTERM')
    const ended = await Promise.race([
      child.exited.then(() => true),
      Bun.sleep(STOP_PATIENCE_MS).then(() => false),
    ])
    if (!ended) await this.kill()
    this.#child = null
  }

  async #isReady(): Promise<boolean> {
    try {
      const response = await fetch(`${this.baseUrl}/readyz`, { signal: AbortSignal.timeout(2_000) })
      return response.ok
    } catch {
      return false
    }
  }
}

/** Reads Prometheus' text format 0.0.4; only samples without labels. */
export function readFigures(text: string): Figures {
  const samples = text.matchAll(/^([a-zA-Z_:][a-zA-Z0-9_:]*) ([-+.0-9eE]+)$/gm)
  return new Map([...samples].map(([, name = '', value]) => [name, Number(value)]))
}
