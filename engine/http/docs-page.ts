import { html } from 'hono/html'
import type { OpenApi } from './openapi.ts'

type Html = ReturnType<typeof html>
interface Operation {
  method: string
  path: string
  about: NonNullable<NonNullable<OpenApi['paths'][string]>['get']>
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

/**
 * The OpenAPI document as a page that one can read and search without a script, so that it works
 * offline and under the strictest policy.
 */
export function docsPage(api: OpenApi): Html {
  const operations = operationsOf(api)
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${api.info.title} API</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/api/v1/docs/style.css" />
      </head>
      <body>
        <header>
          <p><a href="/">Start page</a></p>
          <h1>${api.info.title} API</h1>
          <p>${api.info.description}</p>
          <p><a href="/api/v1/openapi.json">OpenAPI ${api.openapi} document</a></p>
        </header>
        <nav aria-label="Sections">
          <ul>
            ${api.tags.map((tag) => html`<li><a href="#${anchor(tag.name)}">${tag.name}</a></li>`)}
          </ul>
        </nav>
        <main>
          ${api.tags.map(
            (tag) =>
              html`<section id="${anchor(tag.name)}">
                <h2>${tag.name}</h2>
                <p>${tag.description ?? ''}</p>
                ${operations
                  .filter(({ about }) => about.tags?.includes(tag.name))
                  .map((operation) => operationPart(operation))}
              </section>`,
          )}
          <section id="schemas">
            <h2>Schemas</h2>
            ${Object.entries(api.components.schemas ?? {}).map(
              ([name, schema]) =>
                html`<details id="schema-${anchor(name)}">
                  <summary><code>${name}</code></summary>
                  ${json(schema)}
                </details>`,
            )}
          </section>
        </main>
      </body>
    </html>`
}

function operationPart({ method, path, about }: Operation): Html {
  const id = anchor(`${method} ${path}`)
  return html`<details id="${id}">
    <summary>
      <span class="line">
        <b class="method ${method}">${method.toUpperCase()}</b> <code>${path}</code>
        <span class="about">${about.summary ?? ''}</span>
      </span>
    </summary>
    <p>${about.description ?? ''}</p>
    <p>${securityWords(about)}</p>
    ${parameters(about)} ${requestBody(about)}
    <h4>Answers</h4>
    <dl>
      ${Object.entries(about.responses ?? {}).map(([status, response]) => answer(status, response))}
    </dl>
  </details>`
}

function parameters(about: Operation['about']): Html | string {
  const given = (about.parameters ?? []).flatMap((one) => ('name' in one ? [one] : []))
  if (given.length === 0) return ''
  return html`<h4>Parameters</h4>
    <dl>
      ${given.map(
        (one) =>
          html`<dt>
              <code>${one.name}</code> in ${one.in}${one.required === true ? '' : ', optional'}
            </dt>
            <dd>${json(one.schema)}</dd>`,
      )}
    </dl>`
}

function requestBody({ requestBody: body }: Operation['about']): Html | string {
  if (body === undefined || '$ref' in body) return ''
  return html`<h4>Body</h4>
    ${Object.entries(body.content).map(
      ([type, { schema }]) =>
        html`<p><code>${type}</code></p>
          ${json(schema)}`,
    )}`
}

function answer(
  status: string,
  response: NonNullable<Operation['about']['responses']>[string],
): Html | string {
  if (response === undefined || '$ref' in response) return ''
  return html`<dt><b>${status}</b> ${response.description}</dt>
    ${Object.entries(response.content ?? {}).map(
      ([type, { schema }]) => html`<dd><code>${type}</code> ${json(schema)}</dd>`,
    )}`
}

function securityWords({ security = [] }: Operation['about']): string {
  const names = security.flatMap((one) => Object.keys(one))
  return names.length === 0 ? 'Open to all.' : `Authorised by: ${names.join(' or ')}.`
}

function json(value: unknown): Html {
  if (typeof value === 'object' && value !== null && '$ref' in value) {
    const name = String(value.$ref).split('/').at(-1) ?? ''
    return html`<a href="#schema-${anchor(name)}">${name}</a>`
  }
  return html`<pre>${JSON.stringify(value, null, 2)}</pre>`
}

function operationsOf(api: OpenApi): Operation[] {
  return Object.entries(api.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const about = item?.[method]
      return about === undefined ? [] : [{ method, path, about }]
    }),
  )
}

function anchor(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
