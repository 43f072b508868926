import { msg } from '@lit/localize'
import '../console/parley-console.ts'
import type { ParleyConsole } from '../console/parley-console.ts'
import { StaffPage, type StaffPageParts } from './staff-page.ts'

/** The console's page: shows how one account is set up. */
export class ConsolePage extends StaffPage<StaffPageParts, ParleyConsole> {
  constructor(parts: StaffPageParts) {
    super(parts, document.createElement('parley-console'), 'console')
    this.shown.asks = parts.rest
  }

  get console(): ParleyConsole {
    return this.shown
  }

  protected override sayTitle(): void {
    document.title = msg('Console · Parley')
  }

  protected override attend(): void {
    this.sayTitle()
  }
}
