import {
  apiTokensOf,
  createApiToken,
  findApiToken,
  revokeApiToken,
  useApiToken,
} from '#storage/api-tokens'
import type { Db } from '#storage/database'
import { findChannel, findSettings } from '#storage/directory'
import { reading, writing } from '#storage/outcome'
import * as people from '#storage/people'
import { findPicture, savePicture } from '#storage/pictures'
import { createResetLink, resetPassword } from '#storage/reset-links'
import * as sessions from '#storage/sessions'
import type { ApiTokenStore } from './api-tokens.ts'
import type { OneselfStore } from './oneself.ts'
import type { ResetStore } from './password-reset.ts'
import type { ChannelStore, Enrolment, PeopleStore, SettingsStore } from './people-store.ts'

/** All that is remembered of people and channels. */
export type StoredPeople = PeopleStore &
  Enrolment &
  ChannelStore &
  OneselfStore &
  ResetStore &
  ApiTokenStore &
  SettingsStore

/** Everybody and every channel of a database. It throws as the store does. */
export function storedPeople(db: Db): StoredPeople {
  return {
    person: (personId) => reading(() => people.findPerson(db, personId)),
    personByEmail: (email) => reading(() => people.findPersonByEmail(db, email)),
    emailsOf: (personIds) => reading(() => people.emailsOf(db, personIds)),
    accountsOfPerson: (personId) => reading(() => people.accountsOfPerson(db, personId)),
    desksOfPerson: (personId) => reading(() => people.desksOfPerson(db, personId)),
    addPerson: (person) => writing(() => people.createPerson(db, person)),
    setPassword: (personId, hash) => writing(() => people.setPassword(db, personId, hash)),
    session: (token, now) => reading(() => sessions.findSession(db, token, now)),
    addSession: (token, session, where) =>
      writing(() => sessions.createSession(db, token, session, where)),
    sessionsOf: (personId, now) => reading(() => sessions.sessionsOf(db, personId, now)),
    revokeSessionsById: (personId, sessionIds, now) =>
      writing(() => sessions.revokeSessionsById(db, personId, sessionIds, now)),
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
    addApiToken: (token, row) => writing(() => createApiToken(db, token, row)),
    apiTokensOf: (accountId) => reading(() => apiTokensOf(db, accountId)),
    revokeApiToken: (accountId, tokenId, now) =>
      writing(() => revokeApiToken(db, accountId, tokenId, now)),
    preferencesOf: (personId) => reading(() => people.preferencesOf(db, personId)),
    savePreferences: (personId, chosen) =>
      writing(() => people.savePreferences(db, personId, chosen)),
    savePicture: (picture, at) => writing(() => savePicture(db, picture, at)),
    picture: (pictureId) => reading(() => findPicture(db, pictureId)),
    addResetLink: (token, link) => writing(() => createResetLink(db, token, link)),
    resetPassword: (token, passwordHash, now) =>
      writing(() => resetPassword(db, { token, passwordHash, now })),
    channel: (channelId) => reading(() => findChannel(db, channelId)),
    settings: (accountId) => reading(() => findSettings(db, accountId)),
  }
}
