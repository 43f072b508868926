import { findApiToken, useApiToken } from '#storage/api-tokens'
import type { Db } from '#storage/database'
import { findChannel } from '#storage/directory'
import { reading, writing } from '#storage/outcome'
import * as people from '#storage/people'
import * as sessions from '#storage/sessions'
import type { ChannelStore, Enrolment, PeopleStore } from './people-store.ts'

/** Everybody and every channel of a database. It throws as the store does. */
export function storedPeople(db: Db): PeopleStore & Enrolment & ChannelStore {
  return {
    person: (personId) => reading(() => people.findPerson(db, personId)),
    personByEmail: (email) => reading(() => people.findPersonByEmail(db, email)),
    accountsOfPerson: (personId) => reading(() => people.accountsOfPerson(db, personId)),
    addPerson: (person) => writing(() => people.createPerson(db, person)),
    setPassword: (personId, hash) => writing(() => people.setPassword(db, personId, hash)),
    session: (token, now) => reading(() => sessions.findSession(db, token, now)),
    addSession: (token, session) => writing(() => sessions.createSession(db, token, session)),
    sessionSeen: (token, now) => writing(() => sessions.seeSession(db, token, now)),
    async revokeSession(token, now) {
      await writing(() => sessions.revokeSession(db, token, now))
    },
    async revokeSessionsOf(personId, now) {
      await writing(() => sessions.revokeSessionsOf(db, personId, now))
      const revoked = db
        .selectFrom('sessions')
        .select('tokenHash')
        .where('personId', '=', personId)
        .where('revokedAt', '>=', now)
      return (await reading(() => revoked.execute())).map((row) => row.tokenHash)
    },
    apiToken: (token) => reading(() => findApiToken(db, token)),
    apiTokenUsed: (tokenId, now) => writing(() => useApiToken(db, tokenId, now)),
    channel: (channelId) => reading(() => findChannel(db, channelId)),
  }
}
