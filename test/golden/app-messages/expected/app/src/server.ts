import { handlers } from "./generated/handlers.js";
import { register } from "./generated/register.js";
import { readConfiguration } from "./generated/runtime/configuration.js";
import { listen } from "./generated/runtime/fastify/listen.js";
import { createServer } from "./generated/runtime/fastify/server.js";

// This file is yours: Specline wrote it once and does not touch it again.
const configuration = readConfiguration();
const app = await createServer({ configuration });
await register(app, handlers, { configuration });
await listen(app, configuration);
