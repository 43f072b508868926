import { browserPorts } from '../client/browser-ports.ts'
import { CustomerClient, type CustomerClientOptions } from '../client/customer-client.ts'

/** The connection of whoever sits before this browser; nothing begins before it is started. */
export function ownClient(options: CustomerClientOptions): CustomerClient {
  return new CustomerClient(browserPorts, options)
}
