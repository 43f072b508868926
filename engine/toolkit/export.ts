import { writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { writeJournal } from '#machines/journal-file'
import type { Db } from '#storage/database'
import { accountsOfActor, journalFrom, saidInChat } from '#storage/journals'
import { journalFileOf } from '../replay/journal-file-of.ts'
import { WrongUsage, readArgs } from './command.ts'
import type { Command } from './command.ts'

const usage = `Usage: npx parley export chat|agent ID [--account ID] [--words] [--out FILE]

  Writes the journal of a chat or an agent as one readable file: an event a line, with the
  state that each led to.

  --account ID  the account, where several have an actor of that id
  --words       what was said in the chat, too; personal comments never
  --out FILE    where to write it; else to standard output
`

const asked = z.object({
  names: z.tuple([z.enum(['chat', 'agent'], 'is chat or agent'), z.string().min(1, 'is an id')]),
  account: z.string().optional(),
  words: z.boolean().default(false),
  out: z.string().optional(),
})

const options = {
  account: { type: 'string' },
  words: { type: 'boolean' },
  out: { type: 'string' },
} as const

export const exportCommand: Command = {
  name: 'export',
  does: 'writes the journal of a chat or an agent to a file',
  usage,
  async run(args, bench) {
    const { names, account, words, out } = readArgs({ usage }, args, options, asked)
    const [kind, id] = names
    const text = await bench.withDatabase(async (db) => {
      const accountId = await accountOf(db, `${kind}:${id}`, account)
      const journal = await journalFrom(db, accountId, `${kind}:${id}`, Number.MAX_SAFE_INTEGER - 1)
      const isChat = kind === 'chat'
      const said = words && isChat ? await saidInChat(db, accountId, id, null) : null
      return writeJournal(await journalFileOf(`${kind}:${id}`, journal, said))
    })
    if (out === undefined) bench.print(text)
    else await writeFile(bench.pathOf(out), text)
    return 0
  },
}

/** @throws WrongUsage where there is no such actor, or where it could be of several accounts. */
async function accountOf(db: Db, actor: string, wanted: string | undefined): Promise<string> {
  const all = await accountsOfActor(db, actor)
  const found = wanted === undefined ? all : all.filter((accountId) => accountId === wanted)
  const [accountId, another] = found
  if (accountId === undefined) throw new WrongUsage(`There is no ${actor.replace(':', ' ')} here.`)
  if (another === undefined) return accountId
  throw new WrongUsage(`Say which one with --account: ${found.join(', ')}.`)
}
