/** The page of a made-up CRM: gives Parley's elements their tokens, and shows a company beside a chat. */
const desk = document.querySelector('parley-desk')
const card = document.querySelector('parley-customer-card')
const record = document.getElementById('record')
const unread = document.getElementById('unread')

async function getToken() {
  const response = await fetch('/token', { method: 'POST' })
  if (!response.ok) throw new Error('Fernleigh gave no token')
  return (await response.json()).token
}

desk.getToken = getToken
card.getToken = getToken

desk.addEventListener('parley-unread', ({ detail }) => {
  unread.hidden = detail.unread === 0
  unread.textContent = detail.unread
  document.title = `${detail.unread > 0 ? `(${detail.unread}) ` : ''}Live chat · Fernleigh CRM`
})

desk.addEventListener('parley-place', ({ detail }) => {
  card.chatId = detail.chatId
  card.hidden = detail.chatId === null
  record.replaceChildren(detail.chatId === null ? none() : company(companyOf(detail.chatId)))
})

record.replaceChildren(none())

const COMPANIES = [
  {
    name: 'Harbour & Pine',
    line: 'Furniture, Bremen · 48 people',
    tags: [['Customer since 2021'], ['Paid up', 'good']],
    figures: [
      ['Plan', 'Studio'],
      ['A month', '€ 480'],
      ['Renews', '14 March'],
      ['Health', '92 %'],
    ],
    deals: [
      ['Second showroom', '€ 6 200'],
      ['Delivery module', '€ 1 900'],
    ],
    tasks: [
      ['Send the new price list', 'Thu'],
      ['Call about the renewal', '2 Dec'],
    ],
  },
  {
    name: 'Quayside Cycles',
    line: 'Bicycles, Aarhus · 17 people',
    tags: [['Trial'], ['Ends in 6 days', 'late']],
    figures: [
      ['Plan', 'Trial'],
      ['A month', '–'],
      ['Seats', '5 of 5'],
      ['Health', '71 %'],
    ],
    deals: [['First year', '€ 2 400']],
    tasks: [['Show how imports work', 'Mon']],
  },
  {
    name: 'Oldfield Books',
    line: 'Bookshops, Leeds · 112 people',
    tags: [['Customer since 2018'], ['Invoice overdue', 'late']],
    figures: [
      ['Plan', 'Chain'],
      ['A month', '£ 1 260'],
      ['Renews', '1 June'],
      ['Health', '64 %'],
    ],
    deals: [['Three more shops', '£ 9 800']],
    tasks: [
      ['Ask accounts for invoice 20418', 'Today'],
      ['Quarterly review', '11 Dec'],
    ],
  },
]

/** The same one for the same chat, until this CRM knows its customers. */
function companyOf(chatId) {
  const sum = [...chatId].reduce((total, letter) => total + letter.codePointAt(0), 0)
  return COMPANIES[sum % COMPANIES.length]
}

function company({ name, line, tags, figures, deals, tasks }) {
  return element('div', { className: 'company' }, [
    element('h2', { textContent: name }),
    element('p', { textContent: line }),
    element(
      'ul',
      { className: 'tags' },
      tags.map(([textContent, className = '']) => element('li', { textContent, className })),
    ),
    element(
      'dl',
      { className: 'figures' },
      figures.map(([term, value]) =>
        element('div', {}, [
          element('dt', { textContent: term }),
          element('dd', { textContent: value }),
        ]),
      ),
    ),
    element('h3', { textContent: 'Open deals' }),
    rows(deals),
    element('h3', { textContent: 'To do' }),
    rows(tasks),
  ])
}

function rows(pairs) {
  return element(
    'ul',
    { className: 'rows' },
    pairs.map(([what, value]) =>
      element('li', {}, [
        element('span', { textContent: what }),
        element('span', { textContent: value }),
      ]),
    ),
  )
}

function none() {
  return element('div', { className: 'none' }, [
    element('b', { textContent: 'No company yet' }),
    element('span', { textContent: 'Open a chat, and who it is with stands here.' }),
  ])
}

function element(tag, properties, children = []) {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}
