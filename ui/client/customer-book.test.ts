import { expect } from '@open-wc/testing'
import type { CustomerPage, CustomerView } from '#protocol/customer-card'
import { settled } from '../testing/look.ts'
import { customerView } from '../testing/staff-fixtures.ts'
import { CustomerBook } from './customer-book.ts'
import type { Answer } from './rest.ts'

/** A book whose server answers when the test says so. */
function book() {
  const asked: { what: string; answer: (answer: Answer<never>) => void }[] = []
  const ask = <T>(what: string): Promise<Answer<T>> =>
    new Promise((resolve) => asked.push({ what, answer: resolve }))
  let told = 0
  const opened = new CustomerBook({
    rest: {
      customer: (_account, id) => ask<CustomerView>(`customer ${id}`),
      customers: (_account, { search, blocked }, after) =>
        ask<CustomerPage>(`list ${search} ${blocked} ${after?.customerId ?? '-'}`),
    },
    accountId: () => 'acme',
    tell: () => told++,
  })
  const answer = async (value: unknown) => {
    asked.shift()?.answer({ ok: true, value: value as never })
    await settled()
  }
  return { book: opened, asked, answer, told: () => told }
}

describe('the book of customers', () => {
  it('[UC8] reads a customer once, and anew when something changed; the old stays until then', async () => {
    const { book: opened, asked, answer } = book()
    opened.open('ada')
    opened.open('ada')
    expect(asked).to.have.length(1)
    expect(opened.get('ada')).to.deep.equal({ kind: 'loading' })
    await answer(customerView())
    opened.changed('ada')
    opened.changed('nobody')
    expect(asked.map(({ what }) => what)).to.deep.equal(['customer ada'])
    expect(opened.get('ada')?.kind).to.equal('ready')
    // It changes again while it is read: what comes may be the old.
    opened.changed('ada')
    expect(asked).to.have.length(1)
    await answer(customerView({ customerName: 'Old' }))
    expect(asked).to.have.length(1)
    await answer(customerView({ customerName: 'New' }))
    expect(opened.get('ada')).to.deep.include({
      customer: customerView({ customerName: 'New' }),
    })
    expect(asked).to.have.length(0)
  })

  it('[UQ2] of whoever was erased nothing stays until they are read again', async () => {
    const { book: opened, asked, answer } = book()
    opened.open('ada')
    await answer(customerView())
    opened.search({ search: '', blocked: false })
    await answer({ customers: [customerView()], next: null })
    opened.erased('ada')
    expect(opened.get('ada')).to.deep.equal({ kind: 'loading' })
    expect(opened.list?.customers).to.equal(null)
    expect(asked.map(({ what }) => what)).to.deep.equal(['customer ada', 'list  false -'])
  })

  it('[UC8] reads all that is shown anew after a reconnect', async () => {
    const { book: opened, asked, answer } = book()
    opened.open('ada')
    await answer(customerView())
    opened.search({ search: '', blocked: false })
    await answer({ customers: [customerView()], next: null })
    opened.resumed()
    expect(asked.map(({ what }) => what)).to.deep.equal(['customer ada', 'list  false -'])
  })

  it('[UC6] reads on, and believes the list that was asked for last', async () => {
    const { book: opened, asked, answer } = book()
    opened.search({ search: 'a', blocked: false })
    opened.search({ search: 'ad', blocked: false })
    expect(asked.map(({ what }) => what)).to.deep.equal(['list a false -', 'list ad false -'])
    await answer({ customers: [customerView({ customerId: 'old' })], next: null })
    expect(opened.list?.customers).to.equal(null)
    const next = { createdAt: 5, customerId: 'ada' }
    await answer({ customers: [customerView()], next })
    opened.more()
    opened.more()
    expect(asked.map(({ what }) => what)).to.deep.equal(['list ad false ada'])
    await answer({ customers: [customerView({ customerId: 'bo' })], next: null })
    expect(opened.list?.customers?.map(({ customerId }) => customerId)).to.deep.equal(['ada', 'bo'])
    opened.more()
    expect(asked).to.have.length(0)
  })

  it('[UC6] says why a list did not load, and tries again', async () => {
    const { book: opened, asked } = book()
    const query = { search: '', blocked: true }
    opened.search(query)
    asked.shift()?.answer({ ok: false, refusal: { code: 'notReady', says: 'Not yet.' } })
    await settled()
    expect(opened.list?.refusal?.says).to.equal('Not yet.')
    opened.search(query)
    expect(asked).to.have.length(1)
  })
})
