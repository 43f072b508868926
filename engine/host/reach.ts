/** What a turn may know of the ways to a customer. */
export interface Reach {
  /** Whether this server sends mail. */
  sendsMail: boolean
  /** Whether a customer has a socket open now. */
  isHere(accountId: string, customerId: string): boolean
}

/** Of a host that nobody told: it sends no mail, and takes customers to be there. */
export const NOBODY_KNOWS: Reach = { sendsMail: false, isHere: () => true }
