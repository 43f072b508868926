/** `queueLimit` of `xstate.after.queueLimit.chat.queued`; null for anything else. */
export function delayNameOf(timerId: string): string | null {
  return /^xstate\.after\.([^.]+)\./.exec(timerId)?.[1] ?? null
}
