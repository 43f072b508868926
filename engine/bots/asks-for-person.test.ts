import { expect, it } from 'vitest'
import { asksForPerson } from './asks-for-person.ts'

it.each([
  'I want to talk to a human',
  'Can I speak with a real person, please?',
  'please connect me to an agent',
  'Human!',
  'Agent please',
  'I need somebody from support',
  'Ich möchte mit einem Menschen sprechen',
  'Kann ich mit einem Mitarbeiter reden?',
  'Bitte verbinden Sie mich mit jemandem',
  'Mitarbeiter bitte',
])('[BO43] “%s” asks for a person', (words) => {
  expect(asksForPerson(words)).toBe(true)
})

it.each([
  'Where is my parcel?',
  'My travel agent booked it twice',
  'I don’t want to talk to a human',
  'The person at the till was rude',
  'Wo ist mein Paket?',
  'Ich möchte nicht mit einem Menschen sprechen',
  'Die Person an der Kasse war unfreundlich',
])('[BO43] “%s” does not', (words) => {
  expect(asksForPerson(words)).toBe(false)
})
