import type { Load } from './language.ts'

/** Brings the words of the pages of staff. */
export const bringWords: Load = (language) => {
  switch (language) {
    case 'de':
      return import('./de.ts')
  }
}
