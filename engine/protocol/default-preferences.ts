import type { Preferences } from './rest.ts'

/** Of whoever chose nothing yet. */
export const defaultPreferences: Preferences = {
  language: null,
  speaks: [],
  singleKeys: true,
  notifications: {
    desktop: false,
    sound: false,
    newInLine: true,
    ownMessages: true,
    mentions: true,
    limits: true,
    badge: true,
    words: false,
  },
}
