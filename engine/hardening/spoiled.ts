/** A value made wrong in one place, and in words what is wrong. */
export interface Spoiled {
  about: string
  value: unknown
}

type Path = readonly (string | number)[]

/** Keys that may be left out. */
const OPTIONAL = new Set(['token', 'accountId', 'after', 'note', 'choice'])
/** Keys that may be left out of `goOffline`, and of a change of settings. */
const OPTIONAL_THERE: Record<string, ReadonlySet<string> | 'all'> = {
  goOffline: new Set(['agentId']),
  closeChat: new Set(['tagIds', 'reasonId']),
  rateChat: new Set(['words']),
  mergeCustomers: new Set(['knowsUnverified']),
  change: 'all',
  texts: 'all',
  introduce: new Set(['name', 'email']),
  sendTranscript: new Set(['email']),
  choice: new Set(['farewell']),
  comment: new Set(['mentions']),
  looking: new Set(['lists']),
}
const NULLABLE = new Set([
  'channelId',
  'overflowGroupId',
  'defaultAgentId',
  'chatLimit',
  'botId',
  'webhookId',
  'tagId',
  'replyId',
  'articleId',
  'prompterId',
  'instructions',
  'secret',
  'model',
  'url',
  'picture',
])
/** What staff says of a customer is taken away by null, and so is the chat that one looks at. */
const NULLABLE_THERE: Record<string, ReadonlySet<string>> = {
  saveCustomer: new Set(['name', 'email', 'phone', 'language', 'value']),
  looking: new Set(['chatId']),
  saveArticle: new Set(['language']),
  noteSuggestion: new Set(['chatId']),
}
/** Texts that may hold anything: they are looked up by their hash, or not at all. */
const OPAQUE = new Set(['token', 'password', 'current', 'next'])

const WRONG_TEXTS: Record<string, string> = {
  empty: '',
  'U+0000': 'a\u0000b',
  'a control character': 'a\u0001b',
  'a lone high surrogate': 'a\ud83d',
  'a lone low surrogate': '\ude00a',
  'too long': 'x'.repeat(16_001),
}

/** What no id, word of a list, colour or address may be. */
const WRONG_NAMES: Record<string, string> = {
  ...WRONG_TEXTS,
  'a path': '../../etc/passwd',
  'a path in percents': '..%2f..%2f',
  'an actor’s name': 'chat:1',
  'an event of XState': 'xstate.stop',
  'a timer of XState': 'xstate.after.queueLimit.chat.queued',
  'any event': '*',
  SQL: "' or '1'='1",
  markup: '<script>alert(1)</script>',
  'a blank': ' ',
  'a line break': 'a\nb',
}

const WRONG_NUMBERS: Record<string, unknown> = {
  'a fraction': 0.5,
  'more than is safe': 2 ** 53,
  'a huge number': 1e300,
  'a huge negative number': -1e300,
  'a number in words': '3',
  'not a number': 'NaN',
  'nothing at all': '',
}

const FREE_TEXTS = new Set([
  ...[
    'model',
    'instructions',
    'secret',
    'text',
    'note',
    'reason',
    'message',
    'name',
    'publicName',
    'value',
    'blocked',
    'farewell',
    'title',
    'words',
  ],
])

/** Lists of them. */
const FREE_LISTS = new Set(['takeAttributes'])

/** Everything that is wrong wherever it stands: in place of an object, text, number or flag. */
function wrongTypes(key: string, right: unknown, type: string): Record<string, unknown> {
  const wrong: Record<string, unknown> = {
    'a list': [right],
    'an object': { right },
    'a deep list': nested(5_000),
  }
  if (!NULLABLE.has(key) && NULLABLE_THERE[type]?.has(key) !== true) wrong.null = null
  if (typeof right !== 'number') wrong['a number'] = 7
  if (typeof right !== 'boolean') wrong['a flag'] = true
  if (typeof right === 'boolean') wrong['a flag in words'] = 'true'
  if (typeof right === 'object' && right !== null) wrong['a text'] = 'x'
  return wrong
}

/** Every way in which a right value can be wrong in one place. */
export function spoiled(right: unknown, type = '', path: Path = []): Spoiled[] {
  const key = String(path.at(-1) ?? '')
  const at = path.join('.') || 'all of it'
  const here: Spoiled[] = []
  const put = (values: Record<string, unknown>): void => {
    for (const [about, value] of Object.entries(values))
      here.push({ about: `${at}: ${about}`, value })
  }
  put(wrongTypes(key, right, type))
  if (typeof right === 'number') put(WRONG_NUMBERS)
  if (typeof right === 'string' && !OPAQUE.has(key)) {
    const isOfFreeList = FREE_LISTS.has(String(path.at(-2) ?? ''))
    const isFree = (FREE_TEXTS.has(key) && type !== 'goAway') || isOfFreeList
    const { 'an actor’s name': _topic, ...wrongTopics } = WRONG_NAMES
    const { empty: _empty, ...wrongTitles } = WRONG_TEXTS
    put(
      key === 'title' || (key === 'text' && type === 'saveArticle')
        ? wrongTitles
        : isFree
          ? WRONG_TEXTS
          : key === 'topic'
            ? wrongTopics
            : WRONG_NAMES,
    )
  }
  if (typeof right === 'string' && OPAQUE.has(key)) put({ 'too long': 'x'.repeat(8_001) })
  if (Array.isArray(right)) {
    put({ 'too many': Array.from({ length: 1_000 }, () => right[0]) })
    right.forEach((item, index) => {
      for (const { about, value } of spoiled(item, type, [...path, index])) {
        here.push({ about, value: right.with(index, value) })
      }
    })
  } else if (typeof right === 'object' && right !== null) {
    const fields: Record<string, unknown> = { ...right }
    const inside = typeof fields.type === 'string' ? fields.type : type
    put({
      'one more field': { ...fields, more: 1 },
      'a field that objects have': withOwn(fields, 'constructor', { prototype: { role: 'x' } }),
      'a prototype': withOwn(fields, '__proto__', { role: 'administrator' }),
      'a type of XState': { ...fields, type: 'xstate.stop' },
    })
    for (const [name, value] of Object.entries(fields)) {
      const { [name]: _left, ...rest } = fields
      if (!mayBeLeftOut(name, inside, key)) put({ [`without ${name}`]: rest })
      for (const wrong of spoiled(value, inside, [...path, name])) {
        here.push({ about: wrong.about, value: { ...fields, [name]: wrong.value } })
      }
    }
  }
  return here
}

function mayBeLeftOut(name: string, type: string, parent: string): boolean {
  const there = OPTIONAL_THERE[parent] ?? OPTIONAL_THERE[type]
  return OPTIONAL.has(name) || there === 'all' || there?.has(name) === true
}

/** As JSON brings it: `__proto__` too is a field of its own. */
function withOwn(fields: Record<string, unknown>, key: string, value: unknown): unknown {
  const text = JSON.stringify(fields).slice(0, -1)
  const comma = text === '{' ? '' : ','
  const made: unknown = JSON.parse(
    `${text}${comma}${JSON.stringify(key)}:${JSON.stringify(value)}}`,
  )
  return made
}

function nested(depth: number): unknown {
  let value: unknown = []
  for (let level = 0; level < depth; level += 1) value = [value]
  return value
}

/** Texts that are no frame and no body of anything. */
export const NONSENSE: Record<string, string> = {
  nothing: '',
  'a blank': ' ',
  'half an object': '{"type":"command"',
  'a word': 'hello',
  'not JSON’s number': 'NaN',
  null: 'null',
  'a text': '"hello"',
  'a number': '7',
  'a list': '[]',
  'an empty object': '{}',
  'an unknown type': '{"type":"shutdown"}',
  'no type': '{"id":"1"}',
  'a type twice': '{"type":"hello","type":"xstate.stop"}',
  'a deep list': '['.repeat(30_000),
  'a deep object': '{"a":'.repeat(10_000),
  'U+0000': '\u0000',
  'a mark of order': '\ufeff{"type":"hello"}',
  'a stray surrogate': '{"type":"\\ud800"}',
  'a prototype': '{"__proto__":{"type":"hello","protocol":1}}',
  'XState’s stop': '{"type":"xstate.stop"}',
  'XState’s timer': '{"type":"xstate.after.queueLimit.chat.queued"}',
  'XState’s init': '{"type":"xstate.init"}',
}
