import { createTransport } from 'nodemailer'

/** A mail server that says nothing for this long is away; the mail is tried again. */
const SMTP_TIMEOUT_MS = 10_000

/** Mails on their way at a time. */
const CONNECTIONS = 4

/** One mail. */
export interface Mail {
  /** The same for each try, so that whoever gets it twice can tell. */
  id: string
  to: string
  subject: string
  text: string
  /** The same in HTML, escaped. */
  html?: string
  /** What it belongs to: mails of one thread stand together. */
  thread?: string
  /** Whether its reader may want no more of them: they say so to the sender. */
  mayStop?: boolean
}

export interface Mailer {
  /** Resolves when the mail server took it. Rejects where it did not, or is away. */
  send(mail: Mail): Promise<void>
  close(): void
}

export interface MailSettings {
  /** `smtp://user:password@host:port`, or `smtps://`. */
  url: string
  /** `Parley <desk@example.com>` or an address alone. */
  from: string
}

/** Sends by SMTP. Nothing connects before the first mail. */
export function smtpMailer({ url, from }: MailSettings): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    connectionTimeout: SMTP_TIMEOUT_MS,
    greetingTimeout: SMTP_TIMEOUT_MS,
    socketTimeout: SMTP_TIMEOUT_MS,
    // Words of people are never paths or addresses to read from.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = /@([\w.-]+)>?$/.exec(from)?.[1] ?? 'parley.invalid'
  const address = /<([^<>]+)>$/.exec(from)?.[1] ?? from
  const named = (id: string): string => `<${id.replaceAll(/[^\w.-]/g, '.')}@${domain}>`
  return {
    async send({ id, to, subject, text, html, thread, mayStop = false }) {
      await transport.sendMail({
        from,
        // As an object the address is taken as it is, not read as a list of several.
        to: { name: '', address: to },
        subject,
        text,
        ...(html === undefined ? {} : { html }),
        messageId: named(id),
        ...(thread === undefined ? {} : { inReplyTo: named(thread), references: named(thread) }),
        headers: {
          'Auto-Submitted': 'auto-generated',
          // Some servers answer whatever is not said in their own words.
          'X-Auto-Response-Suppress': 'All',
          ...(mayStop ? { 'List-Unsubscribe': `<mailto:${address}?subject=unsubscribe>` } : {}),
        },
      })
    },
    close: () => transport.close(),
  }
}
