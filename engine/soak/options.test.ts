import { describe, expect, it } from 'vitest'
import { WrongArguments, readRestartOptions, readSoakOptions } from './options.ts'

describe('restart and soak', () => {
  it('[SK6] have their defaults', () => {
    expect(readRestartOptions([])).toEqual({ chats: 20_000, json: false })
    expect(readSoakOptions(['--json'])).toEqual({ minutes: 10, json: true })
  })

  it('[SK6] read what they are asked for', () => {
    expect(readRestartOptions(['--chats', '5000', '--json'])).toEqual({ chats: 5_000, json: true })
    expect(readSoakOptions(['--minutes=2'])).toEqual({ minutes: 2, json: false })
  })

  it.each([['--chats', 'many'], ['--chats', '10'], ['--chats'], ['--minutes', '5'], ['more']])(
    '[SK6] refuse what they do not know: %s %s',
    (...args) => {
      expect(() => readRestartOptions(args.filter((arg) => arg !== undefined))).toThrow(
        WrongArguments,
      )
    },
  )

  it('[SK6] refuse a run of no length', () => {
    expect(() => readSoakOptions(['--minutes', '0'])).toThrow(WrongArguments)
  })
})
