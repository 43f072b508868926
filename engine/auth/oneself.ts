import { createHash } from 'node:crypto'
import { defaultPreferences } from '#protocol/default-preferences'
import { preferences } from '#protocol/rest'
import type { Preferences } from '#protocol/rest'
import type { Json } from '#storage/json'
import type { Picture } from '#storage/pictures'
import type { Clock } from '../ports.ts'

/** What is remembered of people besides their sign-ins. It throws what a store throws. */
export interface OneselfStore {
  preferencesOf(personId: string): Promise<Json>
  savePreferences(personId: string, preferences: Preferences): Promise<void>
  savePicture(picture: Picture, createdAt: number): Promise<void>
  picture(pictureId: string): Promise<Picture | null>
}

/** Browsers make one of these; what they are is read from the bytes, not from what somebody says. */
const IMAGES: { mime: string; starts: RegExp }[] = [
  { mime: 'image/png', starts: /^89504e470d0a1a0a/ },
  { mime: 'image/jpeg', starts: /^ffd8ff/ },
  { mime: 'image/webp', starts: /^52494646.{8}57454250/ },
]

/** What people say of themselves, whatever account they are in. */
export class Oneself {
  readonly #store: OneselfStore
  readonly #clock: Clock

  constructor(store: OneselfStore, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  /** What was chosen; what was not, or is not known any more, is as for everybody. */
  async preferences(personId: string): Promise<Preferences> {
    const stored = preferences.safeParse(await this.#store.preferencesOf(personId))
    return stored.success ? stored.data : defaultPreferences
  }

  savePreferences(personId: string, chosen: Preferences): Promise<void> {
    return this.#store.savePreferences(personId, chosen)
  }

  /** Keeps an image; gives its id, which is a hash of its bytes. Null for what is no image. */
  async savePicture(bytes: Uint8Array): Promise<string | null> {
    const head = Buffer.from(bytes.subarray(0, 12)).toString('hex')
    const image = IMAGES.find(({ starts }) => starts.test(head))
    if (image === undefined) return null
    const pictureId = createHash('sha256').update(bytes).digest('base64url')
    await this.#store.savePicture({ pictureId, mime: image.mime, bytes }, this.#clock.now())
    return pictureId
  }

  picture(pictureId: string): Promise<Picture | null> {
    return this.#store.picture(pictureId)
  }
}
