import type { CustomerCommand } from '#protocol/customer-commands'
import type { StaffCommand } from '#protocol/staff-commands'
import type { AccessNote } from './commands/access-notes.ts'
import type { Joining } from './commands/staff-mails.ts'
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
  /** Notes that an administrator opens or closes a way in; refuses where that may not be. */
  noteAccess(who: { accountId: string; personId: string }, note: AccessNote): Promise<Answer>
  /** Lets somebody join, whom a mail then tells; only where mail is sent. */
  invite(
    who: { accountId: string; personId: string },
    commandId: string,
    joining: Joining,
  ): Promise<Answer>
  customer(who: CustomerIdentity, commandId: string, command: CustomerCommand): Promise<Answer>
}
