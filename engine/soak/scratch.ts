import { startTemporaryPostgres } from '#storage/embedded-postgres'
import { openDatabase } from '#storage/database'
import { PostgresStore } from '#storage/postgres-store'
import { makeSleepingChats } from './sleeping-chats.ts'
import { Account } from '../host/account.ts'
import { Host } from '../host/host.ts'
import { systemClock, systemIds } from '../operation/system-ports.ts'
const pg = await startTemporaryPostgres()
try {
  const desk = await makeSleepingChats(pg.url, Number(process.argv[2] ?? 20000), (n) => {
    if (n % 2000 === 0) console.error(n)
  })
  console.error('agents', desk.agents.length)
  for (let i = 0; i < 3; i++) {
    const db = await openDatabase(pg.url)
    const store = new PostgresStore(db)
    const cpu = () => {
      const c = process.cpuUsage()
      return (c.user + c.system) / 1000
    }
    const m = async (name: string, f: () => unknown) => {
      const a = performance.now(),
        c = cpu()
      const r = await f()
      console.error(name, 'wall', Math.round(performance.now() - a), 'cpu', Math.round(cpu() - c))
      return r
    }
    const shards = Array.from({ length: 256 }, (_, k) => k)
    console.error(await m('toWake', () => store.accountsToWake(shards, Date.now() + 60000)))
    const stored: any = await m('loadAccount large', () => store.loadAccount('large'))
    console.error(
      'chats',
      stored.openChats.length,
      'timers',
      stored.timers.length,
      'agents',
      stored.agents.length,
    )
    await m('new Account', () => new Account(stored, Date.now()))
    await m('loadAccount small', () => store.loadAccount('small-3'))
    const host = new Host({
      store,
      clock: systemClock,
      ids: systemIds,
      log: { info() {}, warn: console.error, error: console.error },
      publish() {},
      onLost() {},
      onOutbox() {},
    })
    await m('host.start', () => host.start())
    let worst = 0,
      last = performance.now()
    const t = setInterval(() => {
      const n = performance.now()
      worst = Math.max(worst, n - last)
      last = n
    }, 1)
    await m('wakeDue', () => host.wakeDue())
    clearInterval(t)
    console.error('longest block', Math.round(worst), host.awake)
    await m('gate', () => Promise.all([...Array(1)].map(() => host.peek('large')?.gate())))
    await m('stop', () => host.stop())
    await db.close()
  }
} finally {
  await pg.stop()
}
