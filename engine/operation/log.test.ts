import { describe, expect, it } from 'vitest'
import { openLog } from './log.ts'
import type { LogLevel } from './log.ts'

function written(
  level: LogLevel,
  isTTY: boolean,
): { lines: string[]; log: ReturnType<typeof openLog> } {
  const lines: string[] = []
  return { lines, log: openLog(level, { isTTY, write: (line) => lines.push(line) }) }
}

describe('the log', () => {
  it('[RU2] is one JSON object a line, with time, level and words', () => {
    const { lines, log } = written('info', false)
    log.info({ accountId: 'acme' }, 'account founded')
    log.error({ error: 'Error: x\n  at y' }, 'failed')
    expect(lines).toHaveLength(2)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      msg: 'account founded',
      accountId: 'acme',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    })
    expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true)
  })

  it('[RU2] is for people on a terminal', () => {
    const { lines, log } = written('info', true)
    log.info({}, 'serving')
    log.warn({ shards: [1, 2], name: 'a' }, 'careful')
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d {3}serving\n$/)
    expect(lines[1]).toMatch(/ ! careful {2}shards=\[1,2\] name=a\n$/)
  })

  it('[RU2] leaves out what is below its level', () => {
    const { lines, log } = written('warn', false)
    log.info({}, 'small')
    log.warn({}, 'large')
    expect(lines).toHaveLength(1)
    const silent = written('silent', false)
    silent.log.error({}, 'large')
    expect(silent.lines).toEqual([])
  })

  it('[RU2] holds no secret, even by mistake', () => {
    const { lines, log } = written('info', false)
    const token = 'ps_secret'
    log.info({ token, password: token, cookie: token, databaseUrl: token }, 'oops')
    expect(lines.join('')).not.toContain(token)
  })
})
