import type { DemoSignIn } from './demo-account.ts'
import type { NewSignIn } from './enrol.ts'

/** What is printed once, when the demo account was made. */
export function demoWords(url: string, signIns: readonly DemoSignIn[]): string {
  const rows = signIns.map(({ role, groups, email, password }) => [
    role === 'agent' ? `agent, ${groups.join(' and ')}` : role,
    email,
    password,
  ])
  return block([
    'A demo account was made. These passwords are shown only now:',
    '',
    ...table([['Who', 'E-mail', 'Password'], ...rows]),
    '',
    `Sign in at  ${url}/sign-in`,
    `A customer  ${url}/demo`,
  ])
}

/** What is printed where somebody has to make the first account. */
export function firstStepsWords(url: string): string {
  return block([
    'There is no account yet. Make the first one, with its administrator:',
    '',
    '  npm run admin -- --email you@example.com --name "Your Name" --account "Your company"',
    '',
    `It prints a password; then sign in at ${url}/sign-in`,
    'Or start once with PARLEY_DEMO=1 for an account to try things with.',
  ])
}

/** What is printed when an administrator was made. */
export function administratorWords(account: string, { email, password }: NewSignIn): string {
  return block([
    `The account ${account} was made. This password is shown only now:`,
    '',
    ...table([
      ['E-mail', email],
      ['Password', password],
    ]),
  ])
}

function block(lines: string[]): string {
  return `\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n\n`
}

function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  )
}
