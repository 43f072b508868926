import type { ArticleRow, BotRow, PrompterRow } from '#storage/rows'

/** What the demo's shop knows: invented, every word of it. */
const ARTICLES: [articleId: string, title: string, text: string][] = [
  [
    'delivery-times',
    'When your parcel or furniture arrives',
    'Parcels take two to three working days, furniture one to two weeks. The carrier delivers until six in the evening, and the mail with its number tells where the parcel is.\n\nIf it is a day late, we ask the carrier for you.',
  ],
  [
    'change-address',
    'Change the delivery address of an order',
    'Until an order is loaded we can send it elsewhere: tell us the order’s number and the new address. You get a new confirmation within a minute.',
  ],
  [
    'charged-twice',
    'Charged twice for one order',
    'A second charge is nearly always a booking that falls away by itself. If both are still there after a day, we pay one back; your bank shows it within two to three days.',
  ],
  [
    'returns',
    'Return something and get your money back',
    'You can send anything back for thirty days. The refund goes to the card or account that you paid with, three to five working days after the parcel is here.',
  ],
  [
    'broken-on-arrival',
    'Something arrived broken or cracked',
    'We send a new part the next working day, such as a lamp’s shade or a table’s leg. You may keep the broken one; a picture helps us but is not needed.',
  ],
  [
    'wobbling-table',
    'Tighten the legs of a table or chair',
    'Under each corner is a bolt that a 6 mm key fits. Half a turn is enough; once a year is a good rhythm.',
  ],
  [
    'other-woods',
    'Chairs and tables in walnut, oak or ash',
    'What is not in the shop we make to order, walnut from four chairs on. It adds about three weeks; our sales team writes you an offer.',
  ],
  [
    'invoice',
    'Where to find the invoice',
    'The invoice comes by mail when the parcel leaves. We send it again, also with another address on it, as long as the year is not over.',
  ],
  [
    'cancel',
    'Cancel an order',
    'Before it is loaded an order can be cancelled without any cost. Later it goes back like a return.',
  ],
]

export const DEMO_ARTICLES: ArticleRow[] = ARTICLES.map(([articleId, title, text]) => ({
  articleId,
  title,
  url: `https://help.demo.example/${articleId}`,
  text,
  language: 'en',
  audience: 'customer',
  groupIds: [],
  savedAt: 0,
  deleted: false,
}))

/** Answers customers first, from these: what matches half and more is taken for an answer. */
export const DEMO_BOT: BotRow = {
  botId: 'assistant',
  kind: 'knowledge',
  name: 'Assistant',
  url: null,
  secret: null,
  threshold: 50,
  groups: [],
  deleted: false,
}

/** Suggests from these, and from what the demo's agents answered. */
export const DEMO_PROMPTER: PrompterRow = {
  prompterId: 'articles',
  kind: 'knowledge',
  name: 'Articles and past answers',
  readsChats: true,
  isAsked: true,
  url: null,
  model: null,
  instructions: null,
  secret: null,
  deleted: false,
}
