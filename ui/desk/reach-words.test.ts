import { expect } from '@open-wc/testing'
import type { OpenCustomer } from '../client/customer-book.ts'
import { chatView, customerView, deskState } from '../testing/staff-fixtures.ts'
import { masked, reachOf } from './reach-words.ts'

const knownBy = (email: string | null): OpenCustomer => {
  const customer = customerView()
  const value = email === null ? null : { value: email, from: 'customer' as const }
  return {
    kind: 'ready',
    customer: { ...customer, details: { ...customer.details, email: value } },
  }
}

const LEFT = chatView({ customerPresent: false })

describe('how a customer is reached', () => {
  it('[UW1] says by which address, that there is none, or that no mail is sent', () => {
    const desk = deskState()
    const ada = knownBy('ada@mail.example')
    expect(reachOf(LEFT, ada, desk)).to.deep.equal({
      reaches: true,
      words: 'Left. Your answer goes by e-mail to a***@mail.example',
    })
    expect(reachOf(LEFT, knownBy(null), desk)).to.deep.include({ reaches: false })
    expect(reachOf(LEFT, knownBy(null), desk)?.words).to.contain('without an e-mail address')
    const silent = deskState({ sendsMail: false })
    expect(reachOf(LEFT, ada, silent)?.words).to.contain('No mail server is set')
  })

  it('[UW1] says nothing of who is here, of a chat that is over, or before it is known', () => {
    const desk = deskState()
    const ada = knownBy('ada@mail.example')
    expect(reachOf(chatView({ customerPresent: true }), ada, desk)).to.equal(null)
    expect(reachOf({ ...LEFT, open: false }, ada, desk)).to.equal(null)
    expect(reachOf(LEFT, { kind: 'loading' }, desk)).to.equal(null)
    expect(reachOf(LEFT, null, desk)).to.equal(null)
  })

  it('[UW1] shows no more of an address than whose it is', () => {
    expect(masked('ada@mail.example')).to.equal('a***@mail.example')
    expect(masked('"a@b"@mail.example')).to.equal('"***@mail.example')
  })
})
