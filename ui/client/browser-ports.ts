import { browserClock } from './clock.ts'
import { secureRandom } from './command-id.ts'
import type { Ports } from './connection.ts'
import { openWebSocket } from './socket.ts'
import { onBrowserWake } from './wake.ts'

/** The outside world as a browser gives it. */
export const browserPorts: Ports = {
  openSocket: openWebSocket,
  clock: browserClock,
  random: secureRandom,
  onWake: onBrowserWake,
}
