import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { msg, str } from '@lit/localize'
import type { DeskState } from '../client/desk-state.ts'
import { pictureUrl } from '../client/picture-url.ts'
import type { Onlooker } from '../client/staff-client.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { listed, number } from '../locales/formats.ts'
import { agentName } from './names.ts'

/** Pictures beside each other; on hover the names of all are said. */
const PICTURES = 3

/** As many names have room; of more people the number is said. */
const NAMES = 2

/** The colleagues who have the same conversation before them. */
@customElement('parley-company')
export class CompanyHere extends LitElement {
  @property({ attribute: false }) people: readonly Onlooker[] = []
  @property({ attribute: false }) desk: DeskState | null = null

  override render() {
    const { people, desk } = this
    if (people.length === 0) return nothing
    const names = people.map(({ personId }) => agentName(desk, personId))
    const all = msg(str`${listed(names)} here too`)
    const here = names.length > NAMES ? msg(str`${number(names.length)} colleagues here too`) : all
    return html`
      <span class="company" title=${all}>
        <span class="pictures">
          ${people
            .slice(0, PICTURES)
            .map(
              ({ personId }) =>
                html`<parley-avatar
                  .key=${personId}
                  .name=${agentName(desk, personId)}
                  .src=${pictureUrl(desk?.agents.get(personId)?.picture ?? null)}
                ></parley-avatar>`,
            )}
        </span>
        <span class="names">${here}</span>
      </span>
    `
  }

  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        min-inline-size: 0;
        /* Before a customer's name is cut short these are. */
        flex: 0 1000 auto;
      }
      .company {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-inline-size: 0;
        font-size: var(--size-12);
        color: var(--text-2);
        --avatar-size: 22px;
      }
      .pictures {
        flex: none;
        display: inline-flex;
      }
      parley-avatar {
        border-radius: var(--radius-full);
        box-shadow: 0 0 0 2px var(--ground);
      }
      parley-avatar + parley-avatar {
        margin-inline-start: -6px;
      }
      .names {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-company': CompanyHere
  }
}
