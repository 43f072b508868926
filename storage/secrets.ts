import type { Db } from './database.ts'

/** Enough for every keyed hash with 256 bits. */
export const SECRET_BYTES = 32

/**
 * The server's secret of this name: made once for a database, the same for all its processes, also
 * where several ask first at the same time.
 */
export async function secretOf(
  db: Db,
  name: string,
  make: { randomBytes: (count: number) => Uint8Array; now: number },
): Promise<Uint8Array> {
  await db
    .insertInto('secrets')
    .values({ name, value: make.randomBytes(SECRET_BYTES), createdAt: make.now })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const { value } = await db
    .selectFrom('secrets')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return value
}
