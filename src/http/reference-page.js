// The script of /docs: draws the reference into the page. It runs in the browser as it is.
;(async () => {
  const answer = await fetch('/openapi.json')
  if (!answer.ok) throw new Error(`/openapi.json answers ${answer.status}`)
  const api = await answer.json()
  const operations = Object.values(api.paths).flatMap((path) => Object.values(path))

  // An optional parameter's example is shown and not filled in: a filter that nobody asked for hides what one looks
  // for, and a second request under one Idempotency-Key does nothing.
  const parameters = [
    ...operations.flatMap((one) => one.parameters),
    ...Object.values(api.components.parameters),
  ]
  for (const one of parameters) {
    if (one.required || one.example === undefined) continue
    one.examples = { default: { value: one.example, 'x-disabled': true } }
    delete one.example
  }

  const slug = (text) => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')

  /**
   * The one anchor of an operation: `#tag/credit-cards/operation/charge_contact_credit_card`. The product's guide links to
   * `#tag/<group>/operation/<operation id>_<path>_<method>` and people type `#<operation id>`; both are led to it. Other
   * anchors, also those of an operation's parts (`….path.contact_id`), are the viewer's own.
   */
  function anchorOf(hash) {
    const named = hash.split('/').at(-1).replace('#', '')
    if (named.includes('.')) return undefined
    const [operation] = operations
      .filter(({ operationId }) => `${named}_`.startsWith(`${operationId}_`))
      .sort((a, b) => b.operationId.length - a.operationId.length)
    return operation && `#tag/${slug(operation.tags[0])}/operation/${operation.operationId}`
  }

  const led = anchorOf(location.hash)
  if (led) history.replaceState(null, '', led)
  addEventListener('hashchange', () => {
    const anchor = anchorOf(location.hash)
    // A new hash and not only a new state: the viewer follows hashes.
    if (anchor && anchor !== location.hash) location.replace(anchor)
  })

  window.Scalar.createApiReference('#reference', {
    content: api,
    // Tried out where the page comes from: no other origin may be asked.
    servers: [{ url: location.origin }],
    generateTagSlug: ({ name }) => slug(name),
    generateOperationSlug: ({ operationId }) => `operation/${operationId}`,
    authentication: { preferredSecurityScheme: 'api_token' },
    defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
    documentDownloadType: 'direct',
    metaData: { title: 'Jetpay API reference' },
    // Nothing of the viewer's own services: no telemetry, fonts, proxy, assistant or editor.
    telemetry: false,
    withDefaultFonts: false,
    agent: { disabled: true, hideAddApi: true },
    mcp: { disabled: true },
    hideClientButton: true,
    showDeveloperTools: 'never',
    persistAuth: false,
    // A linked operation takes the focus, which is no reason to frame it; the list of operations is behind the dialog.
    customCss: `
      section[tabindex="-1"]:focus { outline: none }
      [role="dialog"] .scalar-sidebar-toggle { display: none }`,
  })
})()
