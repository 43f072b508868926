import { expect } from '@open-wc/testing'
import { speak, type Load } from '../locales/language.ts'
import { chatView } from '../testing/staff-fixtures.ts'
import { customerName, isNameless } from './names.ts'

const bring: Load = () => import('../locales/de.ts')

describe('the names of customers', () => {
  afterEach(() => speak('en', bring))

  it('[UG12] who gave none are made up in the language of the page', async () => {
    const visitor = chatView({ customerName: 'Visitor 7F3A' })
    expect([customerName(visitor), isNameless(visitor)]).to.deep.equal(['Visitor 7F3A', true])
    await speak('de', bring)
    expect(customerName(visitor)).to.equal('Besucher 7F3A')
  })

  it('[UG12] who gave one stay as they were given', async () => {
    await speak('de', bring)
    for (const name of ['Ada Nwosu', 'Visitor Ben Low', 'Visitors 7F3A']) {
      const chat = chatView({ customerName: name })
      expect([customerName(chat), isNameless(chat)]).to.deep.equal([name, false])
    }
  })
})
