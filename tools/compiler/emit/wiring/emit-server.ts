import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { code, identifier, join, nothing, propertyKey } from "../text";

/** What is written once and then belongs to the user: the entry of the process, its credentials, its compiler options. */
export function emitServer(context: EmitContext): readonly Source[] {
  const keys = ownCredentials(context);
  const hasDatabase = context.links.size > 0;
  const runtime = code`./generated/runtime/${identifier(context.framework.name)}`;
  const database = hasDatabase ? code`import { createDatabase } from "./generated/runtime/database.js";\n` : nothing;
  const verifiers = keys.length > 0 ? code`import { verifiers } from "./auth.js";\n` : nothing;
  const options = [
    code`configuration`,
    ...(hasDatabase ? [code`db`] : []),
    ...(keys.length > 0 ? [code`verifiers`] : []),
  ];
  const health = hasDatabase ? code`, checkReady: db.checkReady, close: db.close` : nothing;
  const server = code`${verifiers}import { handlers } from "./generated/handlers.js";
import { register } from "./generated/register.js";
import { readConfiguration } from "./generated/runtime/configuration.js";
${database}import { listen } from "${runtime}/listen.js";
import { createServer } from "${runtime}/server.js";

// This file is yours: Specline wrote it once and does not touch it again.
const configuration = readConfiguration();
${hasDatabase ? code`const db = createDatabase(configuration.databaseUrl);\n` : nothing}const app = await createServer({ configuration${health} });
await register(app, handlers, { ${join(options, ", ")} });
await listen(app, configuration);`;
  const files = [
    { path: "src/server.ts", body: server },
    { path: "tsconfig.json", body: tsconfig },
  ];
  return keys.length === 0 ? files : [...files, { path: "src/auth.ts", body: auth(keys) }];
}

/** Names of the schemes whose credentials only the user can check. */
function ownCredentials({ service }: EmitContext): readonly string[] {
  return service.securitySchemes.filter(({ kind }) => kind === "apiKey" || kind === "basic").map(({ name }) => name);
}

function auth(keys: readonly string[]) {
  const entries = keys.map((name) => code`${propertyKey(name)}: async (_credential) => undefined`);
  return code`import type { Verifiers } from "./generated/runtime/authentication.js";

/**
 * Who has a credential that is no JWT. Return \`{ subject, scopes }\` to let its owner in, \`undefined\` to refuse it.
 * Compare keys with \`timingSafeEqual\` of \`node:crypto\`, or look up their hash.
 */
export const verifiers: Verifiers = {
  ${join(entries, ",\n")},
};`;
}

const tsconfig = code`{
  "compilerOptions": {
    "target": "es2022",
    "lib": ["es2023"],
    "module": "esnext",
    "moduleResolution": "bundler",
    "moduleDetection": "force",
    "strict": true,
    "noUncheckedIndexedAccess": true,
    "exactOptionalPropertyTypes": true,
    "noImplicitOverride": true,
    "noImplicitReturns": true,
    "noFallthroughCasesInSwitch": true,
    "noUnusedLocals": true,
    "verbatimModuleSyntax": true,
    "isolatedModules": true,
    "skipLibCheck": true,
    "noEmit": true,
    "types": ["node"]
  },
  "include": ["src"]
}`;
