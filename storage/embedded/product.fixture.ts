/**
 * A product that is only its database, for the tests that kill products: starts the server with
 * the options in its argument, prints one JSON line, then waits to be killed.
 */
import { EmbeddedPostgresError, startEmbeddedPostgres } from '../embedded-postgres.ts'

try {
  const { url, notes } = await startEmbeddedPostgres(JSON.parse(process.argv[2] ?? '{}'))
  process.stdout.write(`${JSON.stringify({ url, notes })}\n`)
  await new Promise(() => setInterval(() => {}, 60_000))
} catch (error) {
  if (!(error instanceof EmbeddedPostgresError)) throw error
  process.stdout.write(`${JSON.stringify({ problem: error.problem, message: error.message })}\n`)
}
