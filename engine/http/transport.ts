import type { Context } from 'hono'
import type { Connection, SocketHandler } from '../realtime/connection.ts'

/** What the server under the app knows of a request, and can do for it. */
export interface Transport {
  /** The address that the connection comes from: a proxy's, where one stands in front. */
  address: string
  /** Makes the request a WebSocket; false where it did not ask for one. */
  upgrade(accept: (connection: Connection) => SocketHandler): boolean
}

export interface HttpEnv {
  Bindings: Transport
}

/** What a request says, whatever its route knows besides. */
export type Asked = Pick<Context<HttpEnv>, 'req' | 'env'>
