import { expect, it } from 'vitest'
import { mask } from './mask.ts'

it('[PM15] e-mail addresses, phone numbers and numbers of cards are masked', () => {
  const masked: [text: string, without: string][] = [
    ['Write to jo.smith+x@shop.example today', 'Write to ••• today'],
    ['jö@büro.example', '•••'],
    ['Call +49 (30) 1234-567 now', 'Call ••• now'],
    ['or 0301234567.', 'or •••.'],
    ['card 4111 1111 1111 1111 ends', 'card ••• ends'],
    ['card 4111-1111-1111-1111', 'card •••'],
    ['card 6011000990139424', 'card •••'],
    ['see https://shop.example/?mail=jo%40shop.example', 'see https://shop.example/'],
    ['see https://shop.example/a?tel=+49301234567', 'see https://shop.example/a'],
  ]
  for (const [text, without] of masked) expect(mask(text), text).toBe(without)
})

it('[PM15] other numbers, dates and the addresses of pages stay', () => {
  for (const text of [
    'It takes 3 to 5 days, 1,000.50 in all',
    'On 2026-11-28 at 14:05',
    'On 2026-11-28 14:05',
    'https://support.example/articles/360037725571-What-4111111111111111?hl=en#top',
    'version 12.4.1, order 4711',
    'nothing',
  ]) {
    expect(mask(text), text).toBe(text)
  }
})
