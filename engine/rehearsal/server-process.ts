import { fileURLToPath } from 'node:url'

/** A server that migrates and serves on a busy machine, or stops in order. */
const START_PATIENCE_MS = 60_000
const STOP_PATIENCE_MS = 30_000
const POLL_MS = 50

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

/** The product as a process of its own, on loopback, that can be killed and started again. */
export class ServerProcess {
  readonly baseUrl: string
  readonly #port: number
  readonly #env: Record<string, string | undefined>
  #child: Bun.Subprocess | null = null

  /** `env` says which data it serves. */
  constructor(port: number, env: Record<string, string>) {
    this.#port = port
    this.baseUrl = `http://127.0.0.1:${port}`
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
    // However we end, the server does not outlive us.
    process.once('exit', () => this.#child?.kill('SIGKILL'))
  }

  /** Resolves when the server is ready. Throws where it ends or takes too long. */
  async start(): Promise<void> {
    const child = Bun.spawn([process.execPath, MAIN, '--port', String(this.#port)], {
      env: this.#env,
      stdin: 'ignore',
      // Nothing but our line belongs to standard output.
      stdout: 2,
      stderr: 'inherit',
    })
    this.#child = child
    const until = performance.now() + START_PATIENCE_MS
    while (!(await this.#isReady())) {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}`)
      if (performance.now() > until) {
        await this.kill()
        throw new Error('The server was not ready in time')
      }
      await Bun.sleep(POLL_MS)
    }
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

/** A port of loopback that nobody listens on at this moment. */
export function freePort(): number {
  const server = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const { port } = server
  server.stop(true)
  return port
}
