// Runs k6 against the URL that is given, until it is killed.
require("@swc-node/register");
const { realK6, runScript } = require("./real-k6");

const [workspaceRoot, url] = process.argv.slice(2);
realK6().then((k6) => runScript({ k6, workspaceRoot, url, flow: "ping();", durationSeconds: 600 }));
