#!/usr/bin/env node
// The package's bin: `npx parley …`. Brings what it needs as every command of the project does.

import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const tools = dirname(fileURLToPath(import.meta.url))

process.env['PARLEY_CALLED_FROM'] ??= process.cwd()
process.argv.splice(2, 0, join(tools, '..', 'toolkit', 'main.ts'))
await import('./run.mjs')
