/** The desk's page, in a browser. */
import { browserPorts } from '../client/browser-ports.ts'
import { restOf } from '../client/rest.ts'
import { DeskPage } from './desk-page.ts'

new DeskPage({
  rest: restOf(location.origin),
  ports: browserPorts,
  base: location.origin,
  leave: (address) => location.assign(address),
}).begin(document.body)
