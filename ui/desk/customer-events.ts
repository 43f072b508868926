import type { StaffCommand } from '#protocol/staff-commands'
import type { CustomerChange } from '#protocol/staff-commands'
import { deskEvent } from './desk-events.ts'

type Command = CustomEvent<StaffCommand>

/** Asks the desk to change what is known of a customer. */
export function saveCustomer(customerId: string, change: CustomerChange): Command {
  return deskEvent('parley-command', { type: 'saveCustomer', customerId, change })
}

export function addNote(customerId: string, text: string): Command {
  return deskEvent('parley-command', { type: 'addNote', customerId, text })
}

export function deleteNote(customerId: string, noteId: string): Command {
  return deskEvent('parley-command', { type: 'deleteNote', customerId, noteId })
}

export function unblockCustomer(customerId: string): Command {
  return deskEvent('parley-command', { type: 'unblockCustomer', customerId })
}

export function unmergeCustomer(customerId: string): Command {
  return deskEvent('parley-command', { type: 'unmergeCustomer', customerId })
}

export function eraseCustomer(customerId: string): Command {
  return deskEvent('parley-command', { type: 'eraseCustomer', customerId })
}
