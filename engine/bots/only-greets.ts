const HELLO =
  '(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|hallo|moin|servus|grüezi|grüß gott|guten (?:morgen|tag|abend))'

/** A greeting, and to whom: nothing that could be answered. */
const GREETING = new RegExp(`^${HELLO}(?:,? (?:there|all|everybody|zusammen|team))?$`)

/** Whether somebody says hello and nothing else, in English or German. */
export function onlyGreets(text: string): boolean {
  const words = text.toLowerCase().normalize('NFC').replace(/\s+/g, ' ').trim()
  return GREETING.test(words.replace(/[\s.,!:)(-]+$/u, ''))
}
