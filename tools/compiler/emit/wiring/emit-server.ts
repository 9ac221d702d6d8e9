import type { EmitContext } from "../emit-input";
import type { EmittedFile } from "../emitted-file";
import { type Source, userFile } from "../header";
import { code, join, nothing, propertyKey } from "../text";

/** What is written once and then belongs to the user: the entry of the process, its credentials, its compiler options. */
export function emitServer(context: EmitContext): readonly EmittedFile[] {
  const keys = ownCredentials(context);
  const hasDatabase = context.links.size > 0;
  const variants = [true, false].flatMap((one) => [true, false].map((other) => entry(one, other)));
  const files = [
    userFile(entry(hasDatabase, keys.length > 0), variants),
    userFile({ path: "tsconfig.json", body: tsconfig }),
  ];
  return keys.length === 0 ? files : [...files, userFile({ path: "src/auth.ts", body: auth(keys) })];
}

function entry(hasDatabase: boolean, hasVerifiers: boolean): Source {
  const database = hasDatabase ? code`import { createDatabase } from "./generated/runtime/database.js";\n` : nothing;
  const verifiers = hasVerifiers ? code`import { verifiers } from "./auth.js";\n` : nothing;
  const options = [code`configuration`, ...(hasDatabase ? [code`db`] : []), ...(hasVerifiers ? [code`verifiers`] : [])];
  const health = hasDatabase ? code`, checkReady: db.checkReady, close: db.close` : nothing;
  const server = code`${verifiers}import { handlers } from "./generated/handlers.js";
import { register } from "./generated/register.js";
import { readConfiguration } from "./generated/runtime/configuration.js";
${database}import { createServer } from "./generated/server.js";

// This file is yours: Specline wrote it once and does not touch it again.
const configuration = readConfiguration();
${hasDatabase ? code`const db = createDatabase(configuration.databaseUrl);\n` : nothing}const server = await createServer({ configuration${health} });
await register(server.app, handlers, { ${join(options, ", ")} });
await server.listen();`;
  return { path: "src/server.ts", body: server };
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
