/** A text as stems, each with how often it is there. */
export type Stems = ReadonlyMap<string, number>

const K1 = 1.2
const B = 0.75

/**
 * Plain Okapi BM25, with the usual constants (Robertson and Zaragoza, 2009, formula 3.15). Gives the
 * indices of documents, the best first.
 */
export function bm25(documents: readonly Stems[], question: Stems): number[] {
  const lengths = documents.map(lengthOf)
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, documents.length)
  const scores = documents.map(() => 0)
  for (const word of question.keys()) {
    const having = documents.filter((document) => document.has(word)).length
    if (having === 0) continue
    const rarity = Math.log1p((documents.length - having + 0.5) / (having + 0.5))
    documents.forEach((document, index) => {
      const often = document.get(word) ?? 0
      const long = 1 - B + (B * (lengths[index] ?? 0)) / Math.max(1, average)
      scores[index] = (scores[index] ?? 0) + (rarity * often * (K1 + 1)) / (often + K1 * long || 1)
    })
  }
  return scores
    .map((score, index) => ({ score, index }))
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .map(({ index }) => index)
}

function lengthOf(document: Stems): number {
  return [...document.values()].reduce((sum, often) => sum + often, 0)
}
