/**
 * A table of cells between `|`, by the name of its row and the name of its column. Its first line
 * is a heading for readers. Throws for a table whose rows or columns are not those given.
 */
export function rowsOf<Row extends string, Column extends string>(
  rows: readonly Row[],
  columns: readonly Column[],
  text: string,
): Record<Row, Record<Column, string>> {
  const [, ...lines] = text.trim().split('\n')
  const table: Partial<Record<Row, Record<Column, string>>> = {}
  for (const line of lines) {
    const [name = '', ...cells] = line.split('|').map((cell) => cell.trim())
    const row = rows.find((one) => one === name)
    if (row === undefined) throw new Error(`No row is called ${name}`)
    if (cells.length !== columns.length) throw new Error(`${name} has ${cells.length} cells`)
    const found: Partial<Record<Column, string>> = {}
    columns.forEach((column, index) => {
      found[column] = cells[index] ?? ''
    })
    table[row] = found as Record<Column, string>
  }
  const missing = rows.filter((row) => table[row] === undefined)
  if (missing.length > 0) throw new Error(`No row for ${missing.join()}`)
  return table as Record<Row, Record<Column, string>>
}
