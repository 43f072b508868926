import { expect, it } from 'vitest'
import { plainText } from './plain-text.ts'

it('[PM52] of an article has its words, lists and tables, and none of its marks', () => {
  const markdown = [
    '# Refunds',
    'It takes **a week**, see [here](https://help.example/).',
    '1. Pack it\n2. Send it\n   - with the *form*',
    '| Paid by | Days |\n|---|---|\n| Card | 3 |',
    '> Vouchers `come` back\n> at once.',
    '<b>bold</b> ![a picture](https://pictures.example/a.png)',
  ]
  expect(plainText(markdown.join('\n\n')).split('\n')).toEqual([
    'Refunds',
    '',
    'It takes a week, see here.',
    '',
    '1. Pack it',
    '2. Send it',
    '  - with the form',
    '',
    'Paid by · Days',
    'Card · 3',
    '',
    'Vouchers come back',
    'at once.',
    '',
    'bold a picture',
  ])
})

it('[PM52] of plain words is what they are', () => {
  expect(plainText('Nine to five.\nMonday to Friday.')).toBe('Nine to five.\nMonday to Friday.')
  expect(plainText('')).toBe('')
})
