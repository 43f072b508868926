import { fileURLToPath } from 'node:url'

/** A server that makes a database, migrates and serves, or stops in order, on a busy machine. */
const START_PATIENCE_MS = 120_000
const STOP_PATIENCE_MS = 30_000
const POLL_MS = 50

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

/**
 * The product as a process of its own on loopback, as `npm start` runs it: it can be killed and
 * started again at the same address.
 */
export class ServerProcess {
  readonly baseUrl: string
  readonly #port = freePort()
  readonly #main: string
  readonly #env: Record<string, string | undefined>
  readonly #says: ((words: string) => void) | null
  #child: Bun.Subprocess | null = null

  /**
   * @param env says which data it serves, and whatever else is not as measuring wants it: no demo
   * account, no log but errors, and everybody may come from one address.
   * @param says hears what it prints on both outputs; they go to our standard error without it.
   * @param main what is run, which takes `--port`: the product, where nothing is said.
   */
  constructor(
    env: Record<string, string>,
    says: ((words: string) => void) | null = null,
    main = MAIN,
  ) {
    this.#main = main
    this.baseUrl = `http://127.0.0.1:${this.#port}`
    this.#says = says
    this.#env = {
      ...process.env,
      PARLEY_DEMO: '0',
      PARLEY_HOST: '127.0.0.1',
      PARLEY_LOG: 'error',
      PARLEY_URL: this.baseUrl,
      PARLEY_RATE_FACTOR: '1000',
      ...env,
    }
    // However we end, the server does not outlive us.
    process.once('exit', () => this.#child?.kill('SIGKILL'))
  }

  /** Begins to start it; `untilReady` tells when it has. */
  launch(): void {
    const says = this.#says
    const child = Bun.spawn([process.execPath, this.#main, '--port', String(this.#port)], {
      env: this.#env,
      stdin: 'ignore',
      // Nothing but our line belongs to standard output.
      stdout: says === null ? 2 : 'pipe',
      stderr: says === null ? 'inherit' : 'pipe',
    })
    this.#child = child
    if (says === null) return
    for (const output of [child.stdout, child.stderr]) {
      if (output instanceof ReadableStream) void hear(output, says)
    }
  }

  /**
   * Resolves when `/readyz` answers with 200, asked every `pollMs`.
   * @throws Error where the process ends or takes too long; it is killed then.
   */
  async untilReady(pollMs = POLL_MS): Promise<void> {
    const until = performance.now() + START_PATIENCE_MS
    while (!(await this.#isReady())) {
      const exitCode = this.#child?.exitCode ?? null
      if (exitCode !== null) throw new Error(`The server ended with ${exitCode}`)
      if (performance.now() > until) {
        await this.kill()
        throw new Error('The server was not ready in time')
      }
      await Bun.sleep(pollMs)
    }
  }

  /** Resolves when it is ready. @throws as `untilReady` does. */
  async start(): Promise<void> {
    this.launch()
    await this.untilReady()
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

async function hear(
  output: ReadableStream<Uint8Array>,
  says: (words: string) => void,
): Promise<void> {
  const decoder = new TextDecoder()
  for await (const bytes of output) says(decoder.decode(bytes, { stream: true }))
}
