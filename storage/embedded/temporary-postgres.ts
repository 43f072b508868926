import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRoot } from './server-user.ts'
import {
  ELSEWHERE,
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from './start-embedded-postgres.ts'

/**
 * Starts an empty server in a fresh folder below the system's temporary one, which `stop()`
 * removes. It is as durable as any while it runs; only its creation is not waited out.
 * @throws EmbeddedPostgresError as `startEmbeddedPostgres`.
 */
export async function startTemporaryPostgres(
  extraConfig?: Record<string, string>,
): Promise<EmbeddedPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-postgres-'))
  if (isRoot()) await chmod(folder, 0o711) // the server's user passes through
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const server = await startEmbeddedPostgres({
      dataDir: join(folder, 'data'),
      elsewhere: join(folder, 'elsewhere'),
      copies: isRoot() ? ELSEWHERE : undefined, // made once, not for every temporary server
      extraConfig,
      durableCreation: false,
    })
    return {
      ...server,
      async stop() {
        await server.stop()
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

/** Lends `use` a temporary server, and stops it after, whatever happened. */
export async function withTemporaryPostgres<T>(
  use: (server: EmbeddedPostgres) => Promise<T>,
): Promise<T> {
  const server = await startTemporaryPostgres()
  try {
    return await use(server)
  } finally {
    await server.stop()
  }
}
