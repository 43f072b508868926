/** The desk's page, in a browser. */
import { browserAttention } from '../client/attention-ports.ts'
import { browserPorts } from '../client/browser-ports.ts'
import { newCommandId } from '../client/command-id.ts'
import { KeptFiles } from '../client/kept-files.ts'
import { restOf } from '../client/rest.ts'
import { BrowserBytes } from '../client/waiting-bytes.ts'
import { DeskPage } from './desk-page.ts'
import { speakAsChosen, speakHere } from './page-language.ts'

/** Pages of the desk may be named as paths; inside it they are places. */
const named = /^\/desk\/(customers(?:\/[^/]+)?)\/?$/.exec(location.pathname)?.[1]
if (named !== undefined) history.replaceState(null, '', `/desk#/${named}`)

await speakHere()
new DeskPage({
  rest: restOf(location.origin),
  ports: browserPorts,
  attention: browserAttention(),
  keptFiles: new KeptFiles({
    keeper: sessionStorage,
    bytes: new BrowserBytes(() => browserPorts.clock.now()),
    newId: () => newCommandId(browserPorts.clock.now(), browserPorts.random),
  }),
  base: location.origin,
  speak: speakAsChosen,
  leave: (address) => location.assign(address),
}).begin(document.body)
