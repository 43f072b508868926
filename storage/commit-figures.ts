import { CompiledQuery } from 'kysely'
import type { Db } from './database.ts'
import { ParameterNumbers } from './row-parameters.ts'
import type { FigureRow, StayRow } from './statistics-rows.ts'
import {
  figureAddition,
  figureParameter,
  stayInsertion,
  stayParameter,
} from './statistics-statement.ts'

/** Adds stays that are not there yet, and figures, apart from any batch. */
export async function commitFigures(
  trx: Db,
  accountId: string,
  { stays, figures }: { stays: StayRow[]; figures: FigureRow[] },
): Promise<void> {
  const plain = trx.withoutPlugins()
  const write = async (
    insertion: typeof stayInsertion,
    parameter: string,
    more = '',
  ): Promise<void> => {
    const numbers = new ParameterNumbers()
    const account = `${numbers.next()}::text`
    const statement = insertion(numbers, account, '') + more
    await plain.executeQuery(CompiledQuery.raw(statement, [accountId, parameter]))
  }
  if (stays.length > 0) {
    await write(stayInsertion, stayParameter([stays]), ' on conflict do nothing')
  }
  if (figures.length > 0) await write(figureAddition, figureParameter([figures]))
}
