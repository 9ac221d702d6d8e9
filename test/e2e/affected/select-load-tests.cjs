// Runs inside a workspace, as a process of its own. For each line `base head` of standard input it checks `head` out and prints
// the projects whose load test `nx affected` selects, in both modes. It calls what the command calls, with one start of Node for
// all pairs; `affected.test.ts` proves on a sample that the command says the same.
const { execFileSync } = require("node:child_process");
const { join } = require("node:path");
const { createInterface } = require("node:readline");

const nx = (path) => require(join(process.cwd(), "node_modules/nx/dist/src", path));
const { affected: _command, getAffectedGraphNodes } = nx("command-line/affected/affected.js");
const { computeAffectedTasks } = nx("project-graph/affected/affected-tasks.js");
const { runnerInputsForSelection } = nx("tasks-runner/run-command.js");
const { calculateFileChanges } = nx("project-graph/file-utils.js");
const { createProjectGraphAsync } = nx("project-graph/project-graph.js");
const { readNxJson } = nx("config/configuration.js");
const { parseFiles, splitArgsIntoNxArgsAndOverrides } = nx("utils/command-line-utils.js");
const { resetWorkspaceContext } = nx("utils/workspace-context.js");

async function select(base, head) {
  execFileSync("git", ["checkout", "--quiet", "--force", head]);
  execFileSync("git", ["clean", "--quiet", "--force", "-d"]);
  resetWorkspaceContext();
  const nxJson = readNxJson();
  const args = { _: [], $0: "", targets: ["loadtest"], base, head, graph: "stdout" };
  const { nxArgs, overrides } = splitArgsIntoNxArgsAndOverrides(args, "affected", { printWarnings: false }, nxJson);
  const projectGraph = await createProjectGraphAsync({ exitOnError: false });
  const tasks = await computeAffectedTasks({
    nxJson,
    projectGraph,
    targets: nxArgs.targets,
    touchedFiles: calculateFileChanges(parseFiles(nxArgs).files, nxArgs),
    fileChangeArgs: { base: nxArgs.base, head: nxArgs.head, files: nxArgs.files },
    overrides,
    ...(await runnerInputsForSelection(nxArgs, nxJson)),
  });
  const projects = await getAffectedGraphNodes(nxArgs, projectGraph);
  return {
    all: withLoadTest(Object.values(projectGraph.nodes)),
    taskBased: [...tasks.affectedTaskIds]
      .map((id) => id.split(":"))
      .filter(([, target]) => target === "loadtest")
      .map(([project]) => project)
      .sort(),
    legacy: withLoadTest(projects),
  };
}

function withLoadTest(projects) {
  return projects
    .filter((project) => project.data.targets?.loadtest)
    .map((project) => project.name)
    .sort();
}

(async () => {
  for await (const line of createInterface({ input: process.stdin })) {
    const [base, head] = line.split(" ");
    console.log(`selected ${JSON.stringify({ head, ...(await select(base, head)) })}`);
  }
  process.exit(0);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
