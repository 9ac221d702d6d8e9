// Runs the executor `load` with the options that are given, as a task of Nx does: exit 0 is success.
require("@swc-node/register");
const load = require("../../../executors/load/executor").default;

const [root, options] = process.argv.slice(2);
const context = { root, projectName: "tiny", projectsConfigurations: { version: 2, projects: {} } };
load(JSON.parse(options), context).then(({ success }) => process.exit(success ? 0 : 1));
