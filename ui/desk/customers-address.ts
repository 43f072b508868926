/** Where one is among the customers: in the list, or with one of them. */
export interface CustomersPlace {
  customerId: string | null
}

/** `#/customers` and `#/customers/<id>`; null for a place elsewhere in the desk. */
export function customersPlaceAt(hash: string): CustomersPlace | null {
  const [page, customerId] = hash.replace(/^#\/?/, '').split('/')
  if (page !== 'customers') return null
  return {
    customerId:
      customerId === undefined || customerId === '' ? null : decodeURIComponent(customerId),
  }
}

export function customersAddress(customerId: string | null = null): string {
  return customerId === null ? '#/customers' : `#/customers/${encodeURIComponent(customerId)}`
}
