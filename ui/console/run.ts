import type { StaffCommand } from '#protocol/staff-commands'
import type { Settled } from '../client/connection.ts'
import type { StaffAck } from '../client/staff-client.ts'

/** Carries out a command for a page of the console; settles after its commit. */
export type Run = (command: StaffCommand) => Promise<Settled<StaffAck>>
