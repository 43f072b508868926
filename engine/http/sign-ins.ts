import type { SignIns } from '#protocol/rest'
import type { SignInOf } from '#storage/sessions'

/** Where somebody is signed in, as it is shown; `current` is the session that asks. */
export function toSignIns(all: readonly SignInOf[], current: string): SignIns {
  return {
    signIns: all.map(({ sessionId, device, address, createdAt, lastSeenAt }) => {
      const isCurrent = sessionId === current
      return { sessionId, device, address, createdAt, lastSeenAt, current: isCurrent }
    }),
  }
}
