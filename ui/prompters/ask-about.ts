import { msg, str } from '@lit/localize'
import { html, nothing, type TemplateResult } from 'lit'
import type { StaffClient } from '../client/staff-client.ts'
import { icon } from '../elements/icon.ts'

/** The button beside a customer's name that has answers suggested for what they wrote there. */
export function askAbout(
  client: StaffClient | null,
  chatId: string,
  lines: readonly { seq: number | null }[],
  name: string,
): TemplateResult | typeof nothing {
  if (client === null || client.prompters.readers.length === 0) return nothing
  const seq = lines.at(-1)?.seq ?? null
  const label = msg(str`Suggest answers to what ${name} wrote here`)
  return html`<button
    class="ask-prompter"
    aria-label=${label}
    title=${label}
    @click=${() => {
      const opened = client.conversation(chatId)
      const messages = opened?.kind === 'ready' ? opened.conversation.messages : []
      const message = messages.find((one) => one.seq === seq)
      if (message !== undefined) void client.prompters.about(chatId, message.messageId)
    }}
  >
    ${icon('spark')}
  </button>`
}
