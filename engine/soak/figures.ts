/** Figures of `/metrics` by their names; those with labels are left out. */
export type Figures = ReadonlyMap<string, number>

/** What a server says of itself now. Rejects where it does not answer. */
export async function figuresOf(baseUrl: string): Promise<Figures> {
  const response = await fetch(`${baseUrl}/metrics`, { signal: AbortSignal.timeout(10_000) })
  return readFigures(await response.text())
}

/** Reads Prometheus' text format 0.0.4; only samples without labels. */
export function readFigures(text: string): Figures {
  const samples = text.matchAll(/^([a-zA-Z_:][a-zA-Z0-9_:]*) ([-+.0-9eE]+)$/gm)
  return new Map([...samples].map(([, name = '', value]) => [name, Number(value)]))
}
