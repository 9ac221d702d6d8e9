/** The house of docs/architecture.md as rules; each comment says what to do instead. */
/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: "model-is-the-bottom",
      severity: "error",
      comment: "The model is plain data. If it needs a reader or an emitter, the type belongs there.",
      from: { path: "^tools/compiler/model/" },
      to: { pathNot: "^tools/compiler/(model|diagnostics)/" },
    },
    {
      name: "readers-never-emit",
      severity: "error",
      comment: "Readers fill the model; emitters print it. What both need is a fact of the model.",
      from: { path: "^tools/compiler/(read-[^/]+)/" },
      to: { path: "^tools/compiler/(?!model/|diagnostics/)", pathNot: "^tools/compiler/$1/" },
    },
    {
      name: "emit-sees-only-the-model",
      severity: "error",
      comment:
        "Emitters never see raw OpenAPI or SQL. If a fact is missing, add it to the model and let a reader fill it.",
      from: { path: "^tools/compiler/emit/" },
      to: { path: "^tools/(?!compiler/(emit|model|diagnostics)/)|^(generators|executors)/" },
    },
    {
      name: "stages-see-only-the-model",
      severity: "error",
      comment:
        "link, check, slices, plan and advise work on the model alone, so that each is tested with plain values.",
      from: { path: "^tools/compiler/(link|check|plan|advise|slices)/" },
      to: { path: "^tools/compiler/(read-[^/]+|emit)/" },
    },
    {
      name: "frameworks-are-siblings",
      severity: "error",
      comment: "One framework may not borrow from another; share through tools/compiler/emit/routes/*.ts.",
      from: { path: "^tools/compiler/emit/routes/([^/]+)/" },
      to: { path: "^tools/compiler/emit/routes/[^/]+/", pathNot: "^tools/compiler/emit/routes/$1/" },
    },
    {
      name: "compiler-is-pure",
      severity: "error",
      comment: "No disk, network, process or Nx inside the compiler, so that every stage runs in a unit test.",
      from: { path: "^tools/compiler/", pathNot: "[.]test[.]ts$" },
      to: {
        path: "^(node:)?(fs|fs/promises|child_process|net|http|https|os)$|node_modules/(execa|pg|@nx|nx)/|^tools/(?!compiler/)",
      },
    },
    {
      name: "tools-know-no-specs",
      severity: "error",
      comment: "A tool wraps one program and takes and returns plain values. Only tools/graph may ask the compiler.",
      from: { path: "^tools/(?!compiler/|graph/)", pathNot: "[.]test[.]ts$" },
      to: { path: "^(tools/compiler/(?!diagnostics/)|generators/|executors/)" },
    },
    {
      name: "only-tools-start-programs",
      severity: "error",
      comment: "Start programs through tools/process, so that timeouts, redaction and errors are handled once.",
      from: { pathNot: "^(tools/process|test)/" },
      to: { path: "^(node:)?child_process$|node_modules/execa/" },
    },
    {
      name: "generators-and-executors-are-strangers",
      severity: "error",
      comment: "What both need belongs in tools/.",
      from: { path: "^(generators|executors)/" },
      to: { path: "^(generators|executors)/", pathNot: "^$1/" },
    },
    {
      name: "shells-use-the-door",
      severity: "error",
      comment:
        "Go through tools/compiler/compile.ts, so that every caller gets the same checks. If it lacks something, widen it.",
      from: { path: "^(generators|executors|tools/graph)/", pathNot: "[.]test[.]ts$" },
      to: {
        path: "^tools/compiler/",
        pathNot: "^tools/compiler/(compile[.]ts$|emit/|slices/|diagnostics/|model/)",
      },
    },
    {
      name: "demo-is-a-user",
      severity: "error",
      comment: "The demo runs the commands that a user types. What it lacks, a command lacks.",
      from: { path: "^demo/" },
      to: { path: "^(tools/(?!process/|workspace/|report/|k6/find-k6[.]ts)|generators/|executors/)" },
    },
    {
      name: "no-test-in-production",
      severity: "error",
      comment: "What a test and the product share is part of the product.",
      from: { pathNot: "^test/|[.]test[.]ts$" },
      to: { path: "^test/" },
    },
    {
      name: "no-cycles",
      severity: "error",
      comment: "A cycle means that two files are one thing: merge them, or move what both need below them.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    doNotFollow: { path: "node_modules" },
    // The run-time files are copied into applications as they are: they belong to the service, not to the compiler.
    exclude: { path: "^(dist|node_modules|apps|[.]specline|tools/compiler/emit/runtime)/" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".json"],
      conditionNames: ["import", "types", "node"],
      exportsFields: ["exports"],
    },
  },
};
