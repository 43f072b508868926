import { StaffClient } from '../client/staff-client.ts'
import type { CastAccount } from './cast.ts'
import type { StaffEars } from './recorder.ts'
import type { Stage } from './stage.ts'

/** Below the most topics that a socket may follow; one is the desk. */
const MOST_FOLLOWED = 15

/** A supervisor who looks over shoulders: reads along in some chats from early on to their end. */
export class RehearsalObserver {
  readonly #stage: Stage
  readonly #client: StaffClient
  readonly #ears: StaffEars
  readonly #followed = new Set<string>()

  constructor(stage: Stage, account: CastAccount, token: string) {
    const { accountId, supervisor } = account
    this.#stage = stage
    this.#ears = stage.recorder.staffEars(accountId, supervisor.personId)
    this.#client = new StaffClient({
      baseUrl: stage.baseUrl,
      token,
      accountId,
      heard: (frame, text) => {
        this.#ears.heard(frame, text)
        if (frame.type === 'topicRefused' && frame.topic !== 'desk') {
          this.#unfollow(frame.topic.slice('chat:'.length))
        }
        if (frame.type === 'change' || frame.type === 'snapshot') this.#look()
      },
      failed: (error) => stage.breakOff(`A supervisor's client failed: ${error.message}`),
    })
    this.#client.follow('desk')
  }

  welcomedSince(at: number): boolean {
    return this.#client.welcomedAt > at
  }

  get figures(): { resumes: number; resent: number; holes: number } {
    return { ...this.#client.figures, resent: this.#client.resent }
  }

  close(): void {
    const name = this.#client.personId ?? 'supervisor'
    this.#stage.recorder.missedFrames(name, this.#client.figures.holes)
    this.#client.close()
  }

  #look(): void {
    if (this.#stage.chance.is(0.0005)) this.#client.drop()
    for (const chatId of this.#followed) {
      const view = this.#client.conversations.get(chatId)
      if (view === undefined || view.gone || view.chat?.open === false) this.#unfollow(chatId)
    }
    for (const { chatId, access, state } of this.#client.desk.chats.values()) {
      if (this.#followed.size >= MOST_FOLLOWED) return
      if (this.#followed.has(chatId) || access !== 'full' || state === 'closing') continue
      this.#followed.add(chatId)
      this.#client.follow(`chat:${chatId}`)
    }
  }

  #unfollow(chatId: string): void {
    this.#followed.delete(chatId)
    this.#ears.unfollowed(chatId)
    this.#client.unfollow(`chat:${chatId}`)
  }
}
