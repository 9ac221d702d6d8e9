import { handlers } from "./generated/handlers.js";
import { register } from "./generated/register.js";
import { readConfiguration } from "./generated/runtime/configuration.js";
import { createDatabase } from "./generated/runtime/database.js";
import { createServer } from "./generated/server.js";

// This file is yours: Specline wrote it once and does not touch it again.
const configuration = readConfiguration();
const db = createDatabase(configuration.databaseUrl);
const server = await createServer({ configuration, checkReady: db.checkReady, close: db.close });
await register(server.app, handlers, { configuration, db });
await server.listen();
