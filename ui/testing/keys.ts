import { sendKeys } from '@web/test-runner-commands'

/** Presses keys together, as people do: `Control+a`, `Shift+ArrowDown`, `Control+Alt+KeyE`. */
export async function pressKeys(chord: string): Promise<void> {
  const keys = chord.split('+')
  const last = keys.pop()
  if (last === undefined) return
  for (const down of keys) await sendKeys({ down })
  await sendKeys({ press: last })
  for (const up of keys.toReversed()) await sendKeys({ up })
}
