import { msg } from '@lit/localize'

/*
 * What quick replies leave open, as `{customer.name}`. Filled when the text is inserted; what is not
 * known stays as it is and is pointed out, so that nobody sends it unseen.
 */

export const PLACEHOLDERS = ['customer.name', 'agent.name', 'group.name', 'chat.id'] as const

export type Placeholder = (typeof PLACEHOLDERS)[number]

/** What a placeholder stands for. */
export function placeholderWords(placeholder: Placeholder): string {
  switch (placeholder) {
    case 'customer.name':
      return msg('what the customer is called')
    case 'agent.name':
      return msg('your public name')
    case 'group.name':
      return msg('the public name of the group')
    case 'chat.id':
      return msg('the number of the chat')
  }
}

/** What each stands for in a chat; null where that is not known. */
export type PlaceholderValues = Readonly<Record<Placeholder, string | null>>

export const NOTHING_KNOWN: PlaceholderValues = {
  'customer.name': null,
  'agent.name': null,
  'group.name': null,
  'chat.id': null,
}

const PLACE = /\{([a-z]+(?:\.[a-z]+)*)\}/g

/** The text with everything filled in that is known. */
export function filled(text: string, values: PlaceholderValues): string {
  return text.replaceAll(PLACE, (place, name: string) =>
    isPlaceholder(name) ? (values[name] ?? place) : place,
  )
}

/** What stands open in a text, each once. */
export function openPlaces(text: string): string[] {
  return [...new Set([...text.matchAll(PLACE)].map(([place]) => place))]
}

function isPlaceholder(name: string): name is Placeholder {
  return Object.hasOwn(NOTHING_KNOWN, name)
}
