import type { Pace } from './pace.ts'

/** Somebody who visits the demo's shop. */
export interface DemoVisitor {
  name: string
  email: string | null
}

/** Whom customers are called like. */
export const NAMES: readonly [string, ...string[]] = [
  'Ada Nwosu',
  'Jonas Berg',
  'Priya Raman',
  'Lucía Ortega',
  'Emil Kowalski',
  'Hannah Weiss',
  'Kenji Mori',
  'Fatima Zahra',
  'Oskar Lund',
  'Grace Mensah',
  'Marta Silva',
  'Noah Peters',
  'Elif Demir',
  'Pauline Roux',
  'Samuel Adeyemi',
  'Ines Moretti',
]

/** One of four says no name, one of two no address. */
export function nextVisitor(pace: Pace): DemoVisitor | null {
  if (pace.chance(0.25)) return null
  const name = pace.oneOf(NAMES)
  return { name, email: pace.chance(0.5) ? addressOf(name) : null }
}

/** The address of somebody called so, where no mail arrives. */
export function addressOf(name: string): string {
  const local = name
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll(' ', '.')
  return `${local}@mail.example`
}
