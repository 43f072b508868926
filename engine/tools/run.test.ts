import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'

const RUN = fileURLToPath(new URL('run.mjs', import.meta.url))
const started: ChildProcess[] = []
const houses: string[] = []

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  for (const house of houses.splice(0)) fs.rmSync(house, { recursive: true, force: true })
})

describe('bringing what is needed', () => {
  it('[HO6] missing packages are installed once, and then the script runs', async () => {
    const house = makeHouse()
    write(house, 'hello.ts', "console.log('hello')")
    expect(await run(house, 'hello.ts')).toMatchObject({ code: 0, out: 'hello\n' })
    expect(await run(house, 'hello.ts')).toMatchObject({ code: 0, out: 'hello\n', err: '' })
    expect(installs(house)).toBe(1)
  })

  it('[HO6] packages of other versions than package-lock.json demands are installed anew', async () => {
    const house = makeHouse()
    write(house, 'hello.ts', "console.log('hello')")
    await run(house, 'hello.ts')
    write(
      house,
      'package-lock.json',
      lock({ ...DEMANDED, 'node_modules/bun': { version: '2.0.0' } }),
    )
    await run(house, 'hello.ts')
    expect(installs(house)).toBe(2)
  })

  it('[HO6] neither other systems’ packages nor ones beyond the demanded cause an installation', async () => {
    const house = makeHouse()
    write(house, 'hello.ts', "console.log('hello')")
    await run(house, 'hello.ts')
    const elsewhere = { 'node_modules/elsewhere': { version: '1.0.0', optional: true } }
    write(house, 'package-lock.json', lock({ ...DEMANDED, ...elsewhere }))
    const beyond = { 'node_modules/beyond': { version: '1.0.0' } }
    write(house, 'node_modules/.package-lock.json', lock({ ...DEMANDED, ...beyond }))
    await run(house, 'hello.ts')
    expect(installs(house)).toBe(1)
  })

  it('[HO7] of two commands that start at once, one installs and the other waits for it', async () => {
    const house = makeHouse()
    write(house, 'hello.ts', "console.log('hello')")
    const ends = await Promise.all([run(house, 'hello.ts'), run(house, 'hello.ts')])
    expect(ends.map((end) => end.out)).toEqual(['hello\n', 'hello\n'])
    expect(installs(house)).toBe(1)
  })

  it('[HO7] the lock of a command that was killed while it installed is no obstacle', async () => {
    const house = makeHouse()
    write(house, 'hello.ts', "console.log('hello')")
    write(house, '.cache/install.lock', String(await deadProcess()))
    expect(await run(house, 'hello.ts')).toMatchObject({ code: 0, out: 'hello\n' })
    expect(fs.existsSync(join(house, '.cache/install.lock'))).toBe(false)
  })

  it('[HO13] in the packages of a project it uses those beside it, and installs none', async () => {
    const project = fs.mkdtempSync(join(tmpdir(), 'parley-run-'))
    houses.push(project)
    const modules = join(project, 'node_modules')
    const house = join(modules, 'parley')
    write(house, 'engine/tools/run.mjs', fs.readFileSync(RUN, 'utf8'))
    write(house, 'hello.ts', "console.log('hello')")
    fs.mkdirSync(join(modules, 'bun/bin'), { recursive: true })
    fs.symlinkSync(process.execPath, join(modules, 'bun/bin/bun.exe'))
    expect(await run(house, 'hello.ts')).toMatchObject({ code: 0, out: 'hello\n', err: '' })
  })

  it('[HO8] a Bun whose install script did not run is used all the same', async () => {
    const house = makeHouse({ bun: 'placeholder' })
    write(house, 'hello.ts', 'console.log(typeof Bun.version)')
    expect(await run(house, 'hello.ts')).toMatchObject({ code: 0, out: 'string\n' })
  })
})

describe('being the script', () => {
  it('[HO9] the script gets the arguments, runs in the root from wherever, and its exit code is ours', async () => {
    const house = makeHouse()
    write(
      house,
      'tell.ts',
      'console.log(JSON.stringify([process.cwd(), ...process.argv.slice(2)])); process.exit(7)',
    )
    const end = await run(house, 'tell.ts', '--json', 'two words')
    expect(end.code).toBe(7)
    expect(JSON.parse(end.out)).toEqual([fs.realpathSync(house), '--json', 'two words'])
  })

  it('[HO9] a request to end goes on to the script, which has the time that it takes', async () => {
    const house = makeHouse()
    write(
      house,
      'serve.ts',
      "process.on('SIGTERM', () => { console.log('flushed'); process.exit(0) }); setInterval(() => {}, 1000); console.log('up')",
    )
    const child = start(house, 'serve.ts')
    const end = ended(child)
    await once(child.stdout!, 'data')
    child.kill('SIGTERM')
    expect(await end).toMatchObject({ code: 0, out: 'up\nflushed\n' })
  })

  it('[HO9] a script that a signal killed ends us by that signal', async () => {
    const house = makeHouse()
    write(house, 'die.ts', "process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)")
    expect(await run(house, 'die.ts')).toMatchObject({ code: null, signal: 'SIGKILL' })
  })
})

describe('what cannot be', () => {
  it.each([
    ['an installation that fails', { npm: 'fails' }, 'hello.ts', /npm ci.*network/],
    ['a system without a Bun', { bun: 'none' }, 'hello.ts', /Bun has no build for this system/],
    ['a script that does not exist', {}, 'nowhere.ts', /There is no nowhere\.ts/],
  ] as const)('[HO10] %s is told in words, without a stack', async (_, kind, script, words) => {
    const house = makeHouse(kind)
    write(house, 'hello.ts', "console.log('hello')")
    const end = await run(house, script)
    expect(end).toMatchObject({ code: 1, out: '' })
    expect(end.err).toMatch(words)
    expect(end.err).not.toMatch(/\n\s+at /)
  })
})

const DEMANDED = { 'node_modules/bun': { version: '1.0.0' } }

interface Kind {
  bun?: 'ready' | 'placeholder' | 'none'
  npm?: 'works' | 'fails'
}

/** A project with this test's Bun as its only package, and an npm that puts it there. */
function makeHouse({ bun = 'ready', npm = 'works' }: Kind = {}): string {
  const house = fs.mkdtempSync(join(tmpdir(), 'parley-run-'))
  houses.push(house)
  write(house, 'engine/tools/run.mjs', fs.readFileSync(RUN, 'utf8'))
  write(house, 'package-lock.json', lock(DEMANDED))
  const place = {
    ready: 'node_modules/bun/bin',
    placeholder: 'node_modules/@oven/bun-here/bin',
    none: '',
  }[bun]
  const name = bun === 'ready' ? 'bun.exe' : 'bun'
  write(
    house,
    'npm-cli.cjs',
    `const fs = require('node:fs')
     fs.appendFileSync('installs', 'x')
     console.log('words of npm')
     if (${npm === 'fails'}) process.exit(1)
     fs.mkdirSync('node_modules/bun/bin', { recursive: true })
     fs.writeFileSync('node_modules/bun/bin/bun.exe', 'a placeholder')
     if (${place !== ''}) {
       fs.mkdirSync('${place}', { recursive: true })
       fs.rmSync('${place}/${name}', { force: true })
       fs.symlinkSync(${JSON.stringify(process.execPath)}, '${place}/${name}')
     }
     fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json')`,
  )
  return house
}

function start(house: string, ...words: string[]): ChildProcess {
  const child = spawn('node', [join(house, 'engine/tools/run.mjs'), ...words], {
    cwd: tmpdir(),
    env: { ...process.env, NODE_ENV: 'test', npm_execpath: join(house, 'npm-cli.cjs') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  return child
}

function run(house: string, ...words: string[]): Promise<End> {
  return ended(start(house, ...words))
}

interface End {
  code: number | null
  signal: string | null
  out: string
  err: string
}

function ended(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    let [out, err] = ['', '']
    child.stdout?.on('data', (chunk) => (out += String(chunk)))
    child.stderr?.on('data', (chunk) => (err += String(chunk)))
    child.once('close', (code, signal) => resolve({ code, signal, out, err }))
  })
}

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  await once(child, 'exit')
  return child.pid ?? 0
}

function installs(house: string): number {
  return fs.readFileSync(join(house, 'installs'), 'utf8').length
}

function lock(packages: Record<string, object>): string {
  return JSON.stringify({ packages: { '': {}, ...packages } })
}

function write(house: string, file: string, text: string): void {
  fs.mkdirSync(dirname(join(house, file)), { recursive: true })
  fs.writeFileSync(join(house, file), text)
}
