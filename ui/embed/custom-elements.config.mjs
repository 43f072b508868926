/*
 * What is generated of the elements for pages of others, from their JSDoc: the manifest, editor data,
 * and typings for React, Vue and plain TypeScript. `npm run elements` runs it.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { jsxTypesPlugin } from '@wc-toolkit/jsx-types'
import { customElementVsCodePlugin } from 'custom-element-vs-code-integration'
import { customElementVuejsPlugin } from 'custom-element-vuejs-integration'

/** From the root of the house, as the analyzer wants it. */
const outdir = relative(process.cwd(), process.env.ELEMENTS_OUT ?? 'ui/embed/types')

/** Where typings of the elements are, for those of React and Vue beside it. */
const globalTypePath = './parley-elements.js'

const declarationsOf = ({ modules }) =>
  modules.flatMap(({ declarations = [] }) => declarations.filter((one) => one.customElement))

/** By class, the parts that it names itself, before it has those that it inherits. */
const ownParts = new Map()

/** What only our own pages give and take is nobody else's; parts alone have no strip around them. */
const publicOnly = {
  name: 'public only',
  moduleLinkPhase({ moduleDoc }) {
    for (const { name, cssParts = [] } of moduleDoc.declarations ?? []) {
      ownParts.set(name, new Set(cssParts.map((part) => part.name)))
    }
  },
  packageLinkPhase({ customElementsManifest }) {
    customElementsManifest.modules = customElementsManifest.modules.filter(
      ({ declarations = [] }) => declarations.some((one) => one.customElement),
    )
    for (const declaration of declarationsOf(customElementsManifest)) {
      const isOurs = ({ privacy, static: isStatic, readonly, internal }) =>
        privacy === 'private' || privacy === 'protected' || isStatic || readonly || internal
      declaration.members = (declaration.members ?? []).filter((one) => !isOurs(one))
      declaration.description = withoutInvariants(declaration.description)
      // Others are told inside, or made where the name is an argument.
      declaration.events = (declaration.events ?? []).filter(({ name }) =>
        name.startsWith('parley-'),
      )
      for (const all of ['slots', 'cssParts', 'cssProperties']) declaration[all] ??= []
      const known = new Set(declaration.members.map(({ name }) => name))
      declaration.attributes = (declaration.attributes ?? []).filter(
        ({ fieldName }) => fieldName === undefined || known.has(fieldName),
      )
      const isPartAlone = declaration.superclass?.name === 'ParleyDesk'
      if (!isPartAlone) continue
      declaration.slots = []
      declaration.cssParts = (declaration.cssParts ?? []).filter(({ name }) =>
        ownParts.get(declaration.name)?.has(name),
      )
    }
  },
}

/** `P1 …` is for whoever reads the source. */
function withoutInvariants(text = '') {
  return text
    .split(/\n\s*\n/)
    .filter((paragraph) => !/^P\d/.test(paragraph))
    .join('\n\n')
}

/** Marks what the sources say is `@internal`. */
const internal = {
  name: 'internal',
  analyzePhase({ ts, node, moduleDoc }) {
    if (!ts.isClassDeclaration(node)) return
    const declaration = moduleDoc.declarations?.find((one) => one.name === node.name?.getText())
    for (const member of node.members) {
      const isInternal = ts.getJSDocTags(member).some((tag) => tag.tagName.text === 'internal')
      const isPrivate = member.name?.getText().startsWith('#') ?? false
      if (!isInternal && !isPrivate) continue
      const found = declaration?.members?.find((one) => one.name === member.name?.getText())
      if (found) found.internal = true
    }
  },
}

/** Typings for whoever makes elements by hand: `document.querySelector('parley-desk')`. */
const plainTypes = {
  name: 'plain types',
  packageLinkPhase({ customElementsManifest }) {
    const all = declarationsOf(customElementsManifest)
    const text = `/* Generated from the JSDoc of the elements; \`npm run elements\` makes it anew. */

/** Asks the page for a token of its server's. */
export type GetToken = () => string | Promise<string>
${all.map(interfacesOf).join('')}
declare global {
  interface HTMLElementTagNameMap {
${all.map(({ tagName, name }) => `    '${tagName}': ${name}\n`).join('')}  }
}
`
    mkdirSync(outdir, { recursive: true })
    writeFileSync(join(outdir, 'parley-elements.d.ts'), text)
  },
}

/** Typings for Vue put `CustomEvent` around what an event is said to be: its detail, then. */
const details = new Map()
const detailsOnly = {
  name: 'details only',
  packageLinkPhase({ customElementsManifest }) {
    for (const event of declarationsOf(customElementsManifest).flatMap(({ events }) => events)) {
      details.set(event, event.type)
      event.type = { text: /^CustomEvent<(.*)>$/s.exec(event.type.text)?.[1] ?? 'unknown' }
    }
  },
}
const wholeEvents = {
  name: 'whole events',
  packageLinkPhase() {
    for (const [event, type] of details) event.type = type
  },
}

function interfacesOf({ name, description = '', members = [], events = [] }) {
  const lines = members.map((member) =>
    member.kind === 'method'
      ? `${doc(member)}  ${member.name}(${parametersOf(member)}): ${member.return?.type?.text ?? 'void'}\n`
      : `${doc(member)}  ${member.name}: ${member.type?.text ?? 'unknown'}\n`,
  )
  const heard = events.map(
    (event) => `${doc(event)}  '${event.name}': ${event.type?.text ?? 'Event'}\n`,
  )
  return `
/** ${oneLine(description)} */
export declare class ${name} extends HTMLElement {
${lines.join('')}  addEventListener<Name extends keyof ${name}Events>(
    type: Name,
    listener: (this: ${name}, event: ${name}Events[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void
}

export interface ${name}Events extends HTMLElementEventMap {
${heard.join('')}}
`
}

function parametersOf({ parameters = [] }) {
  return parameters.map(({ name, type }) => `${name}: ${type?.text ?? 'unknown'}`).join(', ')
}

function doc({ description }) {
  return description ? `  /** ${oneLine(description)} */\n` : ''
}

function oneLine(text) {
  return text.replaceAll(/\s+/g, ' ').trim()
}

export default {
  globs: [
    'ui/chat/parley-chat.ts',
    'ui/desk/parley-desk.ts',
    'ui/embed/desk-list.ts',
    'ui/embed/desk-conversation.ts',
    'ui/embed/customer-card.ts',
  ],
  outdir,
  litelement: true,
  packagejson: false,
  plugins: [
    internal,
    publicOnly,
    plainTypes,
    customElementVsCodePlugin({
      outdir,
      htmlFileName: 'html-custom-data.json',
      cssFileName: 'css-custom-data.json',
      hideLogs: true,
    }),
    jsxTypesPlugin({ outdir, fileName: 'parley-elements-react.d.ts', globalTypePath }),
    detailsOnly,
    customElementVuejsPlugin({
      outdir,
      fileName: 'parley-elements-vue.d.ts',
      globalTypePath,
      hideLogs: true,
    }),
    wholeEvents,
  ],
}
