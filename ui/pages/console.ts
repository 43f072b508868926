/** The console's page, in a browser. */
import { browserPorts } from '../client/browser-ports.ts'
import { newCommandId } from '../client/command-id.ts'
import { KeptFiles } from '../client/kept-files.ts'
import { restOf } from '../client/rest.ts'
import { BrowserBytes } from '../client/waiting-bytes.ts'
import { ConsolePage } from './console-page.ts'
import { speakAsChosen, speakHere } from './page-language.ts'

await speakHere()
new ConsolePage({
  rest: restOf(location.origin),
  ports: browserPorts,
  keptFiles: new KeptFiles({
    keeper: sessionStorage,
    bytes: new BrowserBytes(() => browserPorts.clock.now()),
    newId: () => newCommandId(browserPorts.clock.now(), browserPorts.random),
  }),
  base: location.origin,
  speak: speakAsChosen,
  leave: (address) => location.assign(address),
}).begin(document.body)
