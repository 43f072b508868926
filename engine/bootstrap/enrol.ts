import { Passwords } from '../auth/passwords.ts'
import type { Enrolment } from '../auth/people-store.ts'
import type { Clock, Ids } from '../ports.ts'
import { readablePassword } from './readable-password.ts'

/** A sign-in, in the only moment in which its password is known. */
export interface NewSignIn {
  personId: string
  name: string
  email: string
  password: string
}

/** Makes somebody known, or known again: with a new random password either way. */
export async function enrol(
  parts: { people: Enrolment; ids: Ids; clock: Clock },
  { name, email }: { name: string; email: string },
): Promise<NewSignIn> {
  const password = readablePassword()
  const passwordHash = await new Passwords().hash(password)
  const known = await parts.people.personByEmail(email)
  if (known !== null) {
    await parts.people.setPassword(known.personId, passwordHash)
    return { personId: known.personId, name: known.name, email, password }
  }
  const personId = parts.ids.next()
  const createdAt = parts.clock.now()
  const isNew = await parts.people.addPerson({ personId, email, name, passwordHash, createdAt })
  if (!isNew) throw new Error(`Somebody else was just made known as ${email}`)
  return { personId, name, email, password }
}
