/** A conversation that might have been: the customer begins, both sides take turns. */
export interface Dialogue {
  /** Who ends up answering: the group it is forwarded to after its first answer, if any. */
  forwardTo?: 'billing' | 'sales'
  /** What an agent tells colleagues in passing. */
  comment?: string
  lines: string[]
}

/** Invented, every word of them. */
export const DIALOGUES: readonly Dialogue[] = [
  {
    comment: 'Third broken shade from that batch this week.',
    lines: [
      'The shade of my Lantern lamp arrived with a crack.',
      'I am sorry to hear that. Is the stem all right?',
      'Yes, only the shade. I can send a picture if that helps.',
      'No need, I believe you. A new shade leaves tomorrow, the old one you can keep.',
      'That is quick, thank you!',
      'You are welcome. Enjoy the light.',
    ],
  },
  {
    forwardTo: 'billing',
    comment: 'Two bookings with the same reference, please pay the second one back.',
    lines: [
      'I was charged twice for order 4711.',
      'Let me look. I see both charges; our billing team can undo the second one, I pass you on.',
      'All right, I wait.',
      'Hello, billing here. The second charge goes back to your card today.',
      'How long until I see it?',
      'Two to three days, depending on your bank.',
      'Good, thanks.',
    ],
  },
  {
    lines: [
      'Can I still change the delivery address of my table?',
      'Until it is loaded, yes. Where should it go?',
      'To my office, Quay Street 12. Somebody is there from eight.',
      'Done. You get a new confirmation in a minute.',
      'Perfect.',
    ],
  },
  {
    forwardTo: 'sales',
    lines: [
      'Do you make the Pier chair in walnut too?',
      'Not in the shop, but our sales team takes orders like that. I pass you on.',
      'Great.',
      'Walnut is possible from four chairs on. It adds about three weeks.',
      'Four would be fine. What would that cost?',
      'About 340 each. Shall I write you an offer?',
      'Yes please.',
      'It is on its way to your e-mail address.',
    ],
  },
  {
    comment: 'Asked for the manual in print; put one into the next parcel.',
    lines: [
      'How do I tighten the legs of the Quay table? They wobble a little.',
      'There is a bolt under each corner; a 6 mm key fits. Half a turn is enough.',
      'Found it. It is steady now.',
      'Lovely. Once a year is a good rhythm for that.',
      'Will do, thanks for the tip.',
    ],
  },
  {
    lines: [
      'My parcel was to come on Monday and is not here.',
      'I am checking with the carrier, one moment.',
      'Thank you.',
      'It is in your town since this morning, and they deliver until six today.',
      'Then I stay in. Thanks for looking!',
      'My pleasure.',
    ],
  },
]

/** What customers ask that the bot knows. */
export const BOT_QUESTIONS: readonly [string, ...string[]] = [
  'How long does delivery of furniture take?',
  'Where do I find my invoice?',
  'How do I return something?',
  'Can I cancel my order?',
]

/** The dialogue that begins with these words; null for a customer who is a person. */
export function dialogueOf(firstWords: string): Dialogue | null {
  return DIALOGUES.find(({ lines }) => lines[0] === firstWords) ?? null
}
