import { browserPorts } from '../client/browser-ports.ts'
import { SharedDesks } from './shared-desks.ts'

/** The desks of this page: all scripts of ours on it share them. */
export const pageDesks = new SharedDesks(browserPorts, (url, init) => window.fetch(url, init))
