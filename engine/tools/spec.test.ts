import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Glob } from 'bun'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const NOT_OURS = /(^|\/)(node_modules|dist|\.cache|\.data|\.git)\//

describe('rules and tests', () => {
  const specs = filesLike('**/SPEC.md')
  const rules = specs.flatMap(rulesOf)
  // a contract is a suite that the tests of each implementation of a port run
  const tests = filesLike('**/*{.test,.e2e,-contract}.ts').flatMap(testedIdsOf)

  it('[HO1] every rule of a SPEC.md has a test that names it', () => {
    const tested = new Set(tests.map((test) => test.id))
    expect(listed(rules.filter((rule) => !tested.has(rule.id)))).toEqual([])
  })

  it('[HO1] every id that a test names is a rule of a SPEC.md', () => {
    const ruled = new Set(rules.map((rule) => rule.id))
    expect(listed(tests.filter((test) => !ruled.has(test.id)))).toEqual([])
  })

  it('[HO2] no id stands for two rules', () => {
    const again = rules.filter((rule, index) => rules.findIndex((r) => r.id === rule.id) !== index)
    expect(listed(again)).toEqual([])
  })

  it('[HO2] every rule is one line of the form that is read here', () => {
    expect(specs.length).toBeGreaterThan(0)
    expect(specs.flatMap(malformedRulesOf)).toEqual([])
  })
})

interface Mention {
  id: string
  file: string
}

/** `- **CH1** A sentence.` */
function rulesOf(file: string): Mention[] {
  return [...read(file).matchAll(/^- \*\*([A-Z]{2,3}\d+)\*\* \S.*$/gm)].map(mentionIn(file))
}

function malformedRulesOf(file: string): string[] {
  return read(file)
    .split('\n')
    .filter((line) => /^\s*[-*]\s+(\*\*|\[)?[A-Z]{2,3}\d+\b/.test(line))
    .filter((line) => !/^- \*\*[A-Z]{2,3}\d+\*\* \S.*\.$/.test(line))
    .map((line) => `${file}: ${line}`)
}

/** Ids at the start of a test's name, one or several; a skipped or planned test proves nothing. */
function testedIdsOf(file: string): Mention[] {
  const named = /(?<!\.(?:skip|todo)\(\s*)(['"`])((?:\[[A-Z]{2,3}\d+\] ?)+)/g
  return [...read(file).matchAll(named)].flatMap(([, , ids = '']) =>
    [...ids.matchAll(/\[(\w+)\]/g)].map(mentionIn(file)),
  )
}

function mentionIn(file: string) {
  return ([, id = '']: RegExpMatchArray): Mention => ({ id, file })
}

function listed(mentions: Mention[]): string[] {
  return [...new Set(mentions.map(({ id, file }) => `${id} (${file})`))].toSorted()
}

function filesLike(pattern: string): string[] {
  const files = [...new Glob(pattern).scanSync({ cwd: ROOT, dot: false })]
  return files.filter((file) => !NOT_OURS.test(`${dirname(file)}/`)).toSorted()
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}
