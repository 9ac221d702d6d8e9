import type { CatalogEntry } from "../catalog-entry";

export const emitCatalog = {
  "emit/unsupported-media-type": {
    severity: "warning",
    message: "{operation} takes {types}, which generated servers do not read: such a request is answered with 415.",
    hint: "Offer `application/json` beside it, or read it from the framework's own request in `src/server.ts`.",
  },
  "emit/unchecked-bytes": {
    severity: "warning",
    message: "{operation} takes bytes (`{type}`), of which generated servers do not check {keywords}.",
    hint: "Check it in the handler; BODY_LIMIT_BYTES limits what is read of any body.",
  },
  "emit/unfit-default": {
    severity: "warning",
    message:
      "The default {value} of the parameter `{name}` is no value that its schema allows: handlers get it all the same.",
    hint: "Write a default that the schema allows, or widen the schema.",
  },
  "emit/unsupported-security-scheme": {
    severity: "warning",
    message: "Security scheme `{name}` ({scheme}) cannot be checked by generated servers: nobody passes it.",
    hint: "Use a bearer token, `oauth2`, `openIdConnect` or `apiKey`.",
  },
  "emit/unsupported-method": {
    severity: "warning",
    message: "{operation} gets no route: frameworks do not serve TRACE.",
    hint: "Take the operation out of the description; TRACE shows headers that should stay secret.",
  },
} as const satisfies Record<string, CatalogEntry>;
