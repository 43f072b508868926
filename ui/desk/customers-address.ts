import { idIn } from './id-in-address.ts'

/** Where one is among the customers: in the list, or with one of them. */
export interface CustomersPlace {
  customerId: string | null
}

/** `#/customers` and `#/customers/<id>`; null for a place elsewhere in the desk. */
export function customersPlaceAt(hash: string): CustomersPlace | null {
  const [page, customerId] = hash.replace(/^#\/?/, '').split('/')
  return page === 'customers' ? { customerId: idIn(customerId) } : null
}

export function customersAddress(customerId: string | null = null): string {
  return customerId === null ? '#/customers' : `#/customers/${encodeURIComponent(customerId)}`
}
