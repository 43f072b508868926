import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { isSigned } from '../bots/webhook-bot.ts'
import { SIGNATURE_HEADER, signature } from '../outgoing/outgoing.ts'

/** What a service answers to what it is asked: JSON to JSON. */
export type Answers = (asked: unknown) => unknown

/** A webhook of somebody else on the loopback: it believes, and says, only what is signed. */
export class Service {
  /** What was asked, oldest first. */
  readonly asked: unknown[] = []
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(secret: string, answers: Answers): Promise<Service> {
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += String(chunk)
      })
      request.on('end', () => {
        const signed = request.headers[SIGNATURE_HEADER]
        if (typeof signed !== 'string' || !isSigned(signed, secret, body, Date.now())) {
          response.writeHead(401).end()
          return
        }
        const asked: unknown = JSON.parse(body)
        service.asked.push(asked)
        const answer = JSON.stringify(answers(asked))
        response.setHeader(SIGNATURE_HEADER, signature(secret, answer, Date.now()))
        response.end(answer)
      })
    })
    const service = new Service(server)
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    return service
  }

  get url(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the service has no port')
    return `http://127.0.0.1:${address.port}/`
  }

  stop(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}
