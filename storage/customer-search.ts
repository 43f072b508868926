import { type Columns, customerDetailsColumns } from './columns.ts'
import type { CustomerDetailsRow } from './rows.ts'

/** Details as they are stored, with the words to find them by. */
export type StoredDetails = CustomerDetailsRow & { search: string }

export const storedDetailsColumns: Columns<StoredDetails> = {
  ...customerDetailsColumns,
  search: 'text',
}

export function withSearch(row: CustomerDetailsRow): StoredDetails {
  return { ...row, search: findableBy(row).join(' ') }
}

/** What a customer is found by: words of the name, parts of the e-mail address, the phone's digits. */
export function findableBy({ name, email, phone }: CustomerDetailsRow): string[] {
  const digits = (phone ?? '').replaceAll(/\D/g, '')
  return [
    ...wordsOf(`${name ?? ''} ${email ?? ''} ${phone ?? ''}`),
    ...(digits === '' ? [] : [digits]),
  ]
}

/** Words as they are compared: in lower case, without accents and signs. */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((word) => word !== '')
}
