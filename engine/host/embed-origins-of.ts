import { EmbedOrigins } from '../auth/embed-origins.ts'
import type { SettingsStore } from '../auth/people-store.ts'
import type { Host } from './host.ts'
import { settingsOf } from './settings.ts'

/** What accounts list: as they are in the host's memory, else as they are stored. */
export function embedOriginsOf(host: Pick<Host, 'peek'>, store: SettingsStore): EmbedOrigins {
  return new EmbedOrigins({
    inMemory: (accountId) => host.peek(accountId)?.settings.values.embedOrigins ?? null,
    stored: async (accountId) => {
      const settings = await store.settings(accountId)
      return settingsOf({ version: 0, settings }).values.embedOrigins
    },
  })
}
