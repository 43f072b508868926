import { expect, it } from 'vitest'
import { onlyGreets } from './only-greets.ts'

it.each(['Hello', 'hi!', 'Hey there', 'Good morning.', 'Guten Tag', 'Hallo :)', 'Moin'])(
  '[BO46] “%s” only greets',
  (words) => {
    expect(onlyGreets(words)).toBe(true)
  },
)

it.each([
  'Hello, where is my parcel?',
  'Hi Ann',
  'Where is it?',
  '',
  'Guten Tag, ich habe eine Frage',
])('[BO46] “%s” does more', (words) => {
  expect(onlyGreets(words)).toBe(false)
})
