import type { Articles } from '#storage/articles'
import { Knowledge } from '../knowledge/knowledge.ts'
import { Prompters } from './prompters.ts'

type Parts = Omit<ConstructorParameters<typeof Prompters>[0], 'knowledge'> & { articles: Articles }

/** Prompters that answer from these articles and past answers. */
export function promptersOf({ articles, ...parts }: Parts): Prompters {
  return new Prompters({ ...parts, knowledge: new Knowledge({ articles, past: parts.past }) })
}
