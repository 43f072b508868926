import { msg } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { AccountSetup, ChannelSetup } from '#protocol/console'
import { brandOf } from '../chat/brand.ts'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { icon } from '../elements/icon.ts'
import { consoleAddress } from './console-address.ts'
import { consolePageStyles } from './console-page.styles.ts'
import './data-table.ts'
import type { Column } from './data-table.ts'
import { Draft } from './draft.ts'
import { choiceField, lineField, textField } from './form-fields.ts'
import { gone, itemHead, pageHead } from './page-head.ts'
import type { Run } from './run.ts'
import { save } from './save.ts'
import { section } from './section.ts'
import type { Unsaved } from './unsaved.ts'

/** What of a channel is set here; the sites as they are typed. */
interface Channel {
  kind: ChannelSetup['kind']
  name: string
  groupId: string | null
  botId: string | null
  colour: string
  origins: string
}

/** The colour of a channel that chose none. */
const COLOUR = '#0b6478'

/** Where customers come from: the widget of a site, or programs by the customer API. */
@customElement('parley-channels-page')
export class ChannelsPage extends LitElement {
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) setup: AccountSetup | null = null
  /** One of them; `new` for one that is being made. */
  @property({ attribute: false }) channelId: string | null = null
  @property({ attribute: false }) run: Run | null = null
  @property({ attribute: false }) unsaved: Unsaved | null = null
  /** Where the server is reached. */
  @property() base = location.origin
  /** Leads to another place of the console. */
  @property({ attribute: false }) go: (address: string) => void = () => {}
  /** Puts words where they can be pasted from. */
  @property({ attribute: false }) copy: (words: string) => Promise<void> = (words) =>
    navigator.clipboard.writeText(words)

  @state() protected copied: boolean | null = null

  readonly #draft = new Draft<Channel>(
    this,
    () => channelOf(this.#channel),
    () => this.unsaved,
  )

  get #channel(): ChannelSetup | null {
    return this.setup?.channels.find(({ channelId }) => channelId === this.channelId) ?? null
  }

  #columns(): Column<ChannelSetup>[] {
    return [
      {
        id: 'name',
        title: msg('Name'),
        value: ({ name }) => name,
        cell: ({ channelId, name, colour }) =>
          html`<a href=${consoleAddress('channels', channelId)}
            ><span class="swatch" .style=${`background: ${colour}`}></span>${name}</a
          >`,
      },
      { id: 'kind', title: msg('Kind'), value: ({ kind }) => kindWord(kind) },
      {
        id: 'group',
        title: msg('Group'),
        value: ({ groupId }) =>
          this.setup?.groups.find((one) => one.groupId === groupId)?.name ?? '–',
      },
      {
        id: 'origins',
        title: msg('Sites'),
        folds: true,
        value: ({ allowedOrigins }) =>
          allowedOrigins.length === 0 ? msg('Any') : allowedOrigins.join(', '),
      },
    ]
  }

  override render() {
    const { setup, channelId } = this
    if (channelId !== null && setup !== null) return this.#one(channelId)
    return html`
      ${pageHead(
        'channels',
        html`<a class="button primary" href=${consoleAddress('channels', 'new')}>
          ${msg('New channel')}
        </a>`,
      )}
      <parley-data-table
        .label=${msg('Channels')}
        .columns=${this.#columns()}
        .rows=${setup?.channels ?? null}
        .keyOf=${(channel: ChannelSetup) => channel.channelId}
        .empty=${msg('There are no channels yet; make one for the first site.')}
      ></parley-data-table>
    `
  }

  #one(channelId: string): TemplateResult {
    const channel = this.#channel
    if (channelId !== 'new' && channel === null) {
      return gone('channels', msg('This channel is not there any more'))
    }
    const title = channel?.name ?? msg('New channel')
    const says = kindWord(channel?.kind ?? this.#draft.value.kind)
    return html`
      ${itemHead('channels', title, says)}
      <div class="beside">
        <div>
          ${this.#form(channel)} ${channel?.kind === 'widget' ? this.#snippet(channel) : nothing}
        </div>
        ${this.#draft.value.kind === 'widget' ? this.#preview() : nothing}
      </div>
    `
  }

  #form(channel: ChannelSetup | null): TemplateResult {
    const draft = this.#draft
    const { value } = draft
    const groups = this.setup?.groups ?? []
    return section({
      id: 'channel',
      title: msg('The channel'),
      draft,
      problem: problemWith(value),
      nameOf: fieldName,
      save: () => void this.#save(channel),
      fields: html`
        ${lineField({
          id: 'name',
          label: fieldName('name'),
          says: msg('For colleagues: the site, say.'),
          value: value.name,
          set: (name) => draft.set({ name }),
        })}
        ${
          channel === null
            ? choiceField({
                id: 'kind',
                label: fieldName('kind'),
                says: msg(
                  'How customers write: in the widget of a page, or through a program of yours.',
                ),
                value: value.kind,
                options: [
                  { value: 'widget', words: kindWord('widget') },
                  { value: 'api', words: kindWord('api') },
                ],
                set: (kind) => draft.set({ kind: kind ?? 'widget' }),
              })
            : nothing
        }
        ${choiceField({
          id: 'groupId',
          label: fieldName('groupId'),
          says: msg('Whose line chats of this channel come to.'),
          value: value.groupId,
          ...(value.groupId === null ? { none: msg('Choose one') } : {}),
          options: groups.map(({ groupId, name }) => ({ value: groupId, words: name })),
          set: (groupId) => draft.set({ groupId }),
        })}
        ${choiceField({
          id: 'botId',
          label: fieldName('botId'),
          says: msg('Who answers customers of this channel first, and hands them over to people.'),
          none: msg('Nobody: customers come to people at once'),
          value: value.botId,
          options: botOptions(this.setup?.bots ?? [], channel?.botId ?? null),
          set: (botId) => draft.set({ botId }),
        })}
        ${
          value.kind === 'api'
            ? nothing
            : html`${this.#colour(draft)}
              ${textField({
                id: 'origins',
                label: fieldName('origins'),
                says: msg(
                  'The addresses that may show the widget, one a line; empty for any. Links in mails lead to the first.',
                ),
                value: value.origins,
                maxLength: 15_000,
                problem: badOrigin(value.origins),
                set: (origins) => draft.set({ origins }),
              })}`
        }
      `,
    })
  }

  #colour(draft: Draft<Channel>): TemplateResult {
    return html`<div class="field">
      <label for="colour">${fieldName('colour')}</label>
      <span class="hint" id="colour-says"
        >${msg('Of the widget; the text on it is made readable by itself.')}</span
      >
      <input
        id="colour"
        class="colour"
        type="color"
        aria-describedby="colour-says"
        .value=${draft.value.colour}
        @input=${(event: Event) => {
          if (event.target instanceof HTMLInputElement) draft.set({ colour: event.target.value })
        }}
      />
    </div>`
  }

  async #save(channel: ChannelSetup | null): Promise<void> {
    const channelId = channel?.channelId ?? null
    const result = await save(this.#draft, this.run, () => {
      const { groupId, origins, ...said } = this.#draft.value
      const place = { groupId: groupId ?? '', allowedOrigins: linesOf(origins) }
      return { type: 'saveChannel', channelId, ...said, ...place }
    })
    const made = result?.['channelId']
    if (channel === null && typeof made === 'string') this.go(consoleAddress('channels', made))
  }

  #snippet({ channelId }: ChannelSetup): TemplateResult {
    const words = snippetOf(this.base, channelId)
    return html`<section class="section" aria-labelledby="snippet">
      <div class="section-head">
        <h2 id="snippet">${msg('On your site')}</h2>
        <p>${msg('Put this before the end of the body of each page that shows the widget.')}</p>
      </div>
      <div class="fields">
        <pre tabindex="0" aria-labelledby="snippet"><code>${words}</code></pre>
        <div class="actions">
          <button class="button" @click=${() => void this.#copy(words)}>${msg('Copy')}</button>
          <a class="button" href=${`/demo?channel=${encodeURIComponent(channelId)}`} target="_blank"
            >${msg('Try it on a made-up page')}</a
          >
          <span class="hint" role="status"
            >${this.copied === null ? nothing : this.copied ? msg('Copied') : msg('The browser does not let this be copied; select it instead.')}</span
          >
        </div>
      </div>
    </section>`
  }

  async #copy(words: string): Promise<void> {
    this.copied = await this.copy(words).then(
      () => true,
      () => false,
    )
  }

  /** The widget as it will look, without a chat in it. */
  #preview(): TemplateResult {
    const { colour, groupId } = this.#draft.value
    const brand = brandOf(colour) ?? brandOf(COLOUR)
    const name =
      this.setup?.groups.find((one) => one.groupId === groupId)?.publicName ?? msg('Our team')
    return html`<figure
      class="preview"
      .style=${`--brand: ${brand?.colour ?? COLOUR}; --on-brand: ${brand?.onColour ?? '#ffffff'}`}
    >
      <figcaption>${msg('Preview')}</figcaption>
      <div class="window" aria-hidden="true">
        <div class="bar"><b>${name}</b></div>
        <div class="talk">
          <p class="theirs">${msg('Good morning. What can we do for you?')}</p>
          <p class="own">${msg('Where is my parcel?')}</p>
        </div>
        <div class="write">${msg('Your message')}</div>
      </div>
      <div class="launcher" aria-hidden="true">${icon('chat')}</div>
    </figure>`
  }

  static override styles = [
    base,
    buttons,
    fields,
    consolePageStyles,
    css`
      .beside {
        display: flex;
        flex-wrap: wrap;
        gap: 32px;
        align-items: flex-start;
      }
      .beside > div:first-child {
        flex: 1 1 440px;
        min-inline-size: 0;
      }
      .field input.colour:not([type='radio']):not([type='checkbox']) {
        inline-size: 72px;
        padding: 3px;
      }
      pre {
        margin: 0;
        padding: 12px;
        overflow-x: auto;
        border-radius: var(--radius);
        background: var(--fill);
        font-size: var(--size-12);
        line-height: 1.6;
      }
      .preview {
        position: sticky;
        inset-block-start: 0;
        flex: 0 0 272px;
        display: grid;
        gap: 12px;
        justify-items: end;
        margin: 0;
      }
      figcaption {
        justify-self: start;
        font-size: var(--size-12);
        font-weight: 600;
        color: var(--text-3);
      }
      .window {
        inline-size: 100%;
        overflow: hidden;
        border: 1px solid var(--line);
        border-radius: 14px;
        background: var(--ground);
        box-shadow: var(--shadow-float);
        font-size: var(--size-13);
      }
      .bar {
        padding: 14px 16px;
        background: var(--brand);
        color: var(--on-brand);
      }
      .talk {
        display: grid;
        gap: 8px;
        align-content: end;
        min-block-size: 190px;
        padding: 16px;
      }
      .theirs,
      .own {
        max-inline-size: 84%;
        padding: 8px 12px;
        border-radius: var(--radius-card);
      }
      .theirs {
        justify-self: start;
        background: var(--fill);
      }
      .own {
        justify-self: end;
        background: var(--brand);
        color: var(--on-brand);
      }
      .write {
        margin: 0 12px 12px;
        padding: 9px 12px;
        border: 1px solid var(--line-control);
        border-radius: var(--radius);
        color: var(--text-3);
      }
      .launcher {
        display: grid;
        place-items: center;
        inline-size: 56px;
        block-size: 56px;
        border-radius: var(--radius-full);
        background: var(--brand);
        color: var(--on-brand);
        box-shadow: var(--shadow-float);
      }
      .launcher .icon {
        inline-size: 26px;
        block-size: 26px;
      }
    `,
  ]
}

/** What a page needs to show the widget of a channel. */
export function snippetOf(base: string, channelId: string): string {
  return [
    `<script type="module" src="${base}/widget.js"></script>`,
    `<parley-chat channel="${channelId}"></parley-chat>`,
  ].join('\n')
}

function channelOf(channel: ChannelSetup | null): Channel {
  if (channel === null) {
    return {
      ...{ kind: 'widget', name: '', groupId: null, botId: null },
      ...{ colour: COLOUR, origins: '' },
    }
  }
  const { kind, name, groupId, botId, colour, allowedOrigins } = channel
  return { kind, name, groupId, botId, colour, origins: allowedOrigins.join('\n') }
}

/** The account's bots, and the one that is set already, whoever it is. */
function botOptions(
  bots: AccountSetup['bots'],
  botId: string | null,
): { value: string; words: string }[] {
  const options = bots.map((one) => ({ value: one.botId, words: one.name }))
  if (botId === null || bots.some((one) => one.botId === botId)) return options
  return [...options, { value: botId, words: msg('The greeter, who asks what it is about') }]
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Which line is no address of a site; null where all are. */
function badOrigin(text: string): string | null {
  const bad = linesOf(text).find((line) => !/^https?:\/\/[^\s/]/.test(line) || !URL.canParse(line))
  return bad === undefined ? null : `${msg('This is no address of a site:')} ${bad}`
}

function problemWith({ name, groupId, origins }: Channel): string | null {
  if (name.trim() === '') return msg('A name is needed.')
  if (groupId === null) return msg('A group is needed.')
  return badOrigin(origins)
}

function fieldName(name: keyof Channel): string {
  switch (name) {
    case 'kind':
      return msg('Kind')
    case 'name':
      return msg('Name')
    case 'groupId':
      return msg('Group')
    case 'botId':
      return msg('Bot')
    case 'colour':
      return msg('Colour')
    case 'origins':
      return msg('Sites')
  }
}

function kindWord(kind: ChannelSetup['kind']): string {
  return kind === 'widget' ? msg('Widget on a site') : msg('Customer API')
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-channels-page': ChannelsPage
  }
}
