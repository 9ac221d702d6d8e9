import { handlers } from "./generated/handlers.js";
import { register } from "./generated/register.js";
import { readConfiguration } from "./generated/runtime/configuration.js";
import { createServer } from "./generated/server.js";

// This file is yours: Specline wrote it once and does not touch it again.
const configuration = readConfiguration();
const server = await createServer({ configuration });
await register(server.app, handlers, { configuration });
await server.listen();
