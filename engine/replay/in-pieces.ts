/** Steps that are made again at a stretch: some two milliseconds; turns of the host go between. */
const AT_A_STRETCH = 50

/** Rows in pieces, between which everything else has its turn. */
export async function* inPieces<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  for (let place = 0; place < rows.length; place += AT_A_STRETCH) {
    if (place > 0) await nextTask()
    yield rows.slice(place, place + AT_A_STRETCH)
  }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
