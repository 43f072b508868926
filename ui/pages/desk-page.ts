import { msg } from '@lit/localize'
import type { Preferences } from '#protocol/rest'
import type { AttentionPorts } from '../client/attention-ports.ts'
import type { StaffClient } from '../client/staff-client.ts'
import '../desk/parley-desk.ts'
import { Attention } from '../desk/attention.ts'
import type { ParleyDesk } from '../desk/parley-desk.ts'
import { number } from '../locales/formats.ts'
import { StaffPage, type StaffPageParts } from './staff-page.ts'

export interface DeskPageParts extends StaffPageParts {
  attention: AttentionPorts
}

/** The desk's page: shows the desk of one account, and draws attention to what happens in it. */
export class DeskPage extends StaffPage<DeskPageParts, ParleyDesk> {
  #unread = 0
  #attention: Attention | null = null
  /** As they were heard last; null before. */
  #preferences: Preferences | null = null

  constructor(parts: DeskPageParts) {
    const desk = document.createElement('parley-desk')
    super(parts, desk, 'desk')
    desk.routes = true
    desk.finder = parts.rest
    desk.charts = parts.rest
    desk.notifications = parts.attention
    desk.addEventListener('parley-place', () => this.#attention?.changed())
  }

  get desk(): ParleyDesk {
    return this.shown
  }

  override end(): void {
    this.#attention?.end()
    super.end()
  }

  protected override sayTitle(): void {
    const title = msg('Desk · Parley')
    document.title = this.#unread > 0 ? `(${number(this.#unread)}) ${title}` : title
  }

  protected override async prefer(preferences: Preferences): Promise<void> {
    this.#preferences = preferences
    this.desk.singleKeys = preferences.singleKeys
    this.#attention?.prefer(preferences)
    await super.prefer(preferences)
  }

  /** Of what happens in one account; of the one before nothing is told any more. */
  protected override attend(accountId: string, client: StaffClient): void {
    const { desk } = this
    this.#attention?.end()
    const attention = new Attention(accountId, {
      ports: this.parts.attention,
      clock: this.parts.ports.clock,
      desk: () => client.desk,
      now: () => client.now(),
      shown: () => desk.shownChat,
      open: (chatId, seq) => desk.showChat(chatId, seq),
      count: (unread) => {
        this.#unread = unread
        this.sayTitle()
      },
      blocked: (isBlocked) => {
        desk.soundBlocked = isBlocked
      },
    })
    this.#attention = attention
    this.#unread = 0
    this.sayTitle()
    client.subscribe(() => {
      if (this.#attention === attention) attention.changed()
    })
    if (this.#preferences !== null) attention.prefer(this.#preferences)
  }
}
