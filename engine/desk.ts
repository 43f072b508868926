import type { CustomerCommand } from '#protocol/customer-commands'
import type { StaffCommand } from '#protocol/staff-commands'
import type { TokenNote } from './commands/tokens.ts'
import type { Answer } from './host/answer.ts'
import type { CustomerIdentity } from './realtime/connection.ts'

/** Everything that people can ask of the host, the same for sockets and REST. */
export interface Desk {
  /** Resolves after commit; a refusal carries its code. Never rejects. */
  staff(
    who: { accountId: string; personId: string },
    commandId: string,
    command: StaffCommand,
  ): Promise<Answer>
  /** Notes that an administrator makes a link by which a member replaces the password. */
  resetLink(who: { accountId: string; personId: string }, memberId: string): Promise<Answer>
  /** Notes that an administrator makes or revokes a token; refuses where that may not be. */
  noteToken(who: { accountId: string; personId: string }, note: TokenNote): Promise<Answer>
  customer(who: CustomerIdentity, commandId: string, command: CustomerCommand): Promise<Answer>
}
