/* Ways to say in so many words that one wants a person, by language. */

const SOMEBODY_EN =
  '(?:human|person|agent|operator|representative|somebody|someone|real (?:human|person))'
const SOMEBODY_DE =
  '(?:mensch(?:en)?|person|mitarbeiter(?:in)?|berater(?:in)?|jemand(?:em|en)?|kundendienst)'

const ENGLISH = new RegExp(
  `\\b(?:talk|speak|chat|connect|transfer|get|put|want|need|like|give)\\b[^.?!]{0,40}\\b${SOMEBODY_EN}\\b`,
)
const GERMAN = new RegExp(
  `\\b${SOMEBODY_DE}\\b[^.?!]{0,40}\\b(?:sprechen|reden|verbinden|chatten|schreiben)\\b` +
    `|\\b(?:verbinden|verbinde|möchte|will|brauche)\\b[^.?!]{0,40}\\b${SOMEBODY_DE}\\b`,
)

/** The whole message is but the word for one. */
const ALONE = new RegExp(
  `^(?:an? |einen? )?(?:${SOMEBODY_EN}|${SOMEBODY_DE})(?: please| bitte)?[.!]*$`,
)

/** Who says no to a person does not ask for one. */
const NOT =
  /\b(?:don['’]?t|do not|no|not|kein(?:en|e)?|nicht)\b[^.?!]{0,25}\b(?:human|person|agent|mensch|mitarbeiter)/

/** Whether somebody asks for a person in so many words, in English or German. */
export function asksForPerson(text: string): boolean {
  const words = text.toLowerCase().normalize('NFC').replace(/\s+/g, ' ').trim()
  if (NOT.test(words)) return false
  return ALONE.test(words) || ENGLISH.test(words) || GERMAN.test(words)
}
