import type { Load } from '../locales/language.ts'
import type { comeBack } from './come-back.ts'
import type { ownClient } from './own-client.ts'

/** What the widget brings when it is wanted. Each rejects where it cannot be had. */
export interface WidgetParts {
  /** Defines the conversation's element. */
  window: () => Promise<unknown>
  client: () => Promise<{ ownClient: typeof ownClient }>
  words: Load
  back: () => Promise<{ comeBack: typeof comeBack }>
}

export const widgetParts: WidgetParts = {
  window: () => import('./chat-window.ts'),
  client: () => import('./own-client.ts'),
  back: () => import('./come-back.ts'),
  words: (language) => {
    switch (language) {
      case 'de':
        return import('../locales/widget/de.ts')
    }
  },
}

const SELDOM = {
  rating: () => import('./rating.ts'),
  transcript: () => import('./transcript.ts'),
  chosenFiles: () => import('../elements/attachment-chips.ts'),
  sentFiles: () => import('../elements/sent-files.ts'),
}

const asked = new Set<keyof typeof SELDOM>()

/** Brings what few conversations need; what is lost on its way is asked for at the next need. */
export function bringSeldom(part: keyof typeof SELDOM): void {
  if (asked.has(part)) return
  asked.add(part)
  void SELDOM[part]().catch(() => asked.delete(part))
}

/** Calls once the page has nothing else to do; never where its data is to be saved. */
export function whenIdle(act: () => void): void {
  const connection: unknown = Reflect.get(navigator, 'connection')
  const saves =
    typeof connection === 'object' &&
    connection !== null &&
    Reflect.get(connection, 'saveData') === true
  if (saves) return
  const wait = (): void => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(act)
    else setTimeout(act, SETTLED_MS)
  }
  if (document.readyState === 'complete') wait()
  else window.addEventListener('load', wait, { once: true })
}

/** Safari cannot say when it is idle; most pages are this long after they loaded. */
const SETTLED_MS = 2_000
