/** What can be told of: a chat that comes to me, words in mine, my name in a comment, little time left. */
export type Happening = 'chat' | 'message' | 'mention' | 'limit'

/** Whether this browser shows notifications for the page; `unsupported` where it has none. */
export type NotificationPermit = 'granted' | 'denied' | 'default' | 'unsupported'

export interface Notice {
  /** One at a time is shown of each. */
  tag: string
  title: string
  body: string
  /** It was clicked. */
  chosen: () => void
}

/** What draws attention, as a browser has it. */
export interface AttentionPorts {
  /** Whether somebody looks at this page: it is in sight and has the focus. */
  isLookedAt(): boolean
  /** Calls `listener` when that may have changed; returns how to end it. */
  onLook(listener: () => void): () => void
  /** Whether sounds can be heard: a browser wants a gesture first. */
  mayPlay(): boolean
  /** Calls `listener` when the first gesture has unlocked sounds. */
  onUnlock(listener: () => void): () => void
  play(happening: Happening): void
  permit(): NotificationPermit
  /** Asks for the permission; only a click may. */
  ask(): Promise<NotificationPermit>
  /** Shows a notification; gives how to close it. */
  notify(notice: Notice): () => void
  /** Brings this page to the front. */
  come(): void
  /** The number on the page's icon, where it has one; 0 for none. */
  badge(count: number): void
  /**
   * Of all tabs with the same key one leads: the one that was looked at last, and after it another.
   * Calls `changed` whenever this one begins or ends to; returns how to give that up.
   */
  lead(key: string, changed: (leads: boolean) => void): () => void
}

/** Quiet and short, told apart by pitch and direction: frequencies in hertz, one after the other. */
const TONES: Record<Happening, readonly number[]> = {
  chat: [523, 659, 784],
  message: [659, 784],
  mention: [880, 880],
  limit: [440, 349],
}
const TONE_S = 0.14
const LOUDNESS = 0.06

/** What a browser has; without a window nothing of it is touched. */
export function browserAttention(): AttentionPorts {
  let audio: AudioContext | null = null
  const unlocked = new Set<() => void>()
  const unlock = (): void => {
    audio ??= new AudioContext()
    void audio.resume().then(() => {
      for (const listener of unlocked) listener()
    })
  }
  for (const gesture of ['pointerdown', 'keydown']) {
    addEventListener(gesture, unlock, { once: true, capture: true, passive: true })
  }
  return {
    isLookedAt: () => document.visibilityState === 'visible' && document.hasFocus(),
    onLook: (listener) => {
      const ends = new AbortController()
      const { signal } = ends
      addEventListener('focus', listener, { signal })
      addEventListener('blur', listener, { signal })
      document.addEventListener('visibilitychange', listener, { signal })
      return () => ends.abort()
    },
    mayPlay: () => audio?.state === 'running',
    onUnlock: (listener) => {
      unlocked.add(listener)
      return () => unlocked.delete(listener)
    },
    play: (happening) => {
      if (audio?.state === 'running') sound(audio, TONES[happening])
    },
    permit,
    ask: async () => {
      if (permit() === 'default') await Notification.requestPermission()
      return permit()
    },
    notify: ({ tag, title, body, chosen }) => {
      if (permit() !== 'granted') return () => {}
      const notification = new Notification(title, { body, tag, silent: true })
      notification.addEventListener('click', () => {
        notification.close()
        chosen()
      })
      return () => notification.close()
    },
    come: () => window.focus(),
    badge: (count) => {
      if (!('setAppBadge' in navigator)) return
      // A page that is not installed has no icon to put it on.
      void navigator.setAppBadge(count).catch(() => {})
    },
    lead,
  }
}

function permit(): NotificationPermit {
  return 'Notification' in window ? Notification.permission : 'unsupported'
}

function sound(audio: AudioContext, tones: readonly number[]): void {
  for (const [place, hertz] of tones.entries()) {
    const begin = audio.currentTime + place * TONE_S
    const tone = new OscillatorNode(audio, { type: 'sine', frequency: hertz })
    const volume = new GainNode(audio, { gain: 0 })
    // A tone that begins or ends at once clicks.
    volume.gain.setValueAtTime(0, begin)
    volume.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.0001, begin + TONE_S * 1.6)
    tone.connect(volume).connect(audio.destination)
    tone.start(begin)
    tone.stop(begin + TONE_S * 1.7)
  }
}

/** A lock of the browser: whoever is looked at takes it, the others wait in line for it. */
function lead(key: string, changed: (leads: boolean) => void): () => void {
  const ends = new AbortController()
  const { signal } = ends
  let letGo = (): void => {}
  const hold = (): Promise<void> => {
    changed(true)
    return new Promise((resolve) => {
      letGo = resolve
    })
  }
  const take = (steal: boolean): void => {
    if (signal.aborted) return
    const asked = navigator.locks.request(key, steal ? { steal } : { signal }, hold)
    // Another tab took it: wait until it is free again.
    void asked.catch(() => {
      changed(false)
      take(false)
    })
  }
  take(document.hasFocus())
  addEventListener('focus', () => take(true), { signal })
  return () => {
    ends.abort()
    letGo()
    changed(false)
  }
}
