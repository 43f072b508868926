import { SMTPServer } from 'smtp-server'

/** A mail as a server took it. */
export interface TakenMail {
  to: string[]
  /** As it came, with its headers. */
  text: string
}

/** A real mail server on loopback: what it took, and how it behaves before. */
export class MailServer {
  readonly mails: TakenMail[] = []
  readonly #server: SMTPServer
  /** So many mails are refused first, for now. */
  refusals = 0
  /** Whether who comes for the first time is told to come again, as greylisting does. */
  greylists = false
  /** What a mail waits for that was said whole; null for nothing. */
  until: Promise<void> | null = null
  readonly #seen = new Set<string>()
  #arrived = Promise.withResolvers<void>()

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, done) => {
        const isNew = !this.#seen.has(address)
        this.#seen.add(address)
        if (this.greylists && isNew) done(refusal(451, 'greylisted, come again later'))
        else done()
      },
      onData: (stream, session, done) => {
        const parts: Buffer[] = []
        stream.on('data', (part: Buffer) => parts.push(part))
        stream.on('end', () => {
          this.#arrived.resolve()
          this.#arrived = Promise.withResolvers()
          if (this.refusals > 0) {
            this.refusals -= 1
            done(refusal(451, 'come again later'))
            return
          }
          const to = session.envelope.rcptTo.map(({ address }) => address)
          const take = (): void => {
            this.mails.push({ to, text: Buffer.concat(parts).toString() })
            done()
          }
          if (this.until === null) take()
          else void this.until.then(take)
        })
      },
    })
  }

  static async start(): Promise<MailServer> {
    const mail = new MailServer()
    const listening = Promise.withResolvers<void>()
    mail.#server.listen(0, '127.0.0.1', () => listening.resolve())
    await listening.promise
    return mail
  }

  /** Resolves when the next mail was said whole, before it is taken or refused. */
  arrives(): Promise<void> {
    return this.#arrived.promise
  }

  get url(): string {
    const address = this.#server.server.address()
    if (address === null || typeof address === 'string') throw new Error('it does not listen')
    return `smtp://127.0.0.1:${address.port}`
  }

  async stop(): Promise<void> {
    const closed = Promise.withResolvers<void>()
    this.#server.close(() => closed.resolve())
    await closed.promise
  }
}

/** A header of a mail; null where it has none. */
export function headerOf({ text }: TakenMail, name: string): string | null {
  const [head = ''] = text.split('\r\n\r\n')
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')
  const line = lines.find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`))
  return line === undefined ? null : line.slice(name.length + 1).trim()
}

/** A part of a mail of a type, as people read it. Throws where it has none. */
export function partOf({ text }: TakenMail, type: 'text/plain' | 'text/html'): string {
  const at = text.indexOf(`Content-Type: ${type}`)
  if (at < 0) throw new Error(`no ${type} in the mail`)
  const [head = '', ...body] = text.slice(at).split('\r\n\r\n')
  const words = (body.join('\r\n\r\n').split('\r\n----_')[0] ?? '').replaceAll('\r\n', '\n')
  if (/base64/i.test(head)) return Buffer.from(words, 'base64').toString('utf8')
  if (!/quoted-printable/i.test(head)) return words
  const bytes = words
    .replaceAll('=\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode })
}
