// Runs the executor as Nx does: in a process of its own, with the options as JSON.
require("@swc-node/register");
const serve = require("../../../executors/serve/executor").default;

const [root, options] = process.argv.slice(2);
const context = {
  root,
  projectName: "tiny",
  projectsConfigurations: { version: 2, projects: { tiny: { root: "specs/tiny" } } },
};
serve(JSON.parse(options), context).then(({ success }) => process.exit(success ? 0 : 1));
