import { html } from 'hono/html'

type Html = ReturnType<typeof html>

/** What a person reads at an address that leads nowhere; it needs no script. */
export function nothingPage(): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Nothing here · Parley</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/tokens.css" />
        <link rel="stylesheet" href="/pages.css" />
      </head>
      <body class="middle">
        <main class="nowhere">
          <h1>There is nothing here</h1>
          <p>The address may be old, or has a slip in it.</p>
          <p><a href="/">Start page</a></p>
        </main>
      </body>
    </html>`
}
