import type { CatalogEntry } from "../catalog-entry";

export const loadTestCatalog = {
  "load/k6-not-found": {
    severity: "error",
    message: "Load tests need k6, and there is neither a k6 nor a Go to build one with.",
    hint: "Install Go 1.25 or later (k6 is then built once, from sources pinned in Specline), or put a k6 on PATH, or name one: SPECLINE_K6=/path/to/k6.",
  },
  "load/k6-build-failed": {
    severity: "error",
    message: "Building k6 with {go} failed: {reason}",
    hint: "The build fetches modules once: it needs the Go module proxy (GOPROXY), or a k6 named by SPECLINE_K6, or a k6 on PATH.",
  },
  "load/k6-unusable": {
    severity: "error",
    message: "{path} is no usable k6: {reason}",
    hint: "Give SPECLINE_K6 the path of a k6 of version 1, or unset it.",
  },
  "load/option-refused": {
    severity: "error",
    message: "--{option}={value} is refused: {reason}",
    hint: "{remedy}",
  },
  "load/script-missing": {
    severity: "error",
    message: "There is no load test at {path}.",
    hint: "Run `nx sync`, which writes the generated files of every spec.",
  },
  "load/key-refused": {
    severity: "error",
    message: "The value of {variable} cannot be sent: {reason}. Nothing was sent.",
    hint: "{remedy}",
  },
  "load/not-comparable": {
    severity: "error",
    message: "The server at {url} cannot be compared: {reasons}. No load was sent.",
    hint: "Both servers must answer every operation with success. Name the operations' resource with --resource, put a token for the other server into a variable and name that with --compare-token=env:NAME, and see that both serve the same description.",
  },
  "load/baseline-refused": {
    severity: "error",
    message: "{path}{place} is no baseline that can be used here: {reason}. Nothing was sent.",
    hint: "{remedy}",
  },
  "load/baseline-not-written": {
    severity: "error",
    message: "The baseline cannot be written to {path}: {reason}.",
    hint: "Name a file in a folder that is there and may be written to: --save-baseline=baselines/orders.json.",
  },
  "load/result-may-be-cached": {
    severity: "error",
    message:
      "--{option} needs a measurement of now and here, and Nx may hand out the result of an earlier run or of another machine instead.",
    hint: "Add --skip-nx-cache, or use the command that is never cached: `nx run {api}:load --resource={resource}`.",
  },
  "load/server-not-running": {
    severity: "error",
    message: "No server of `{project}` is running.",
    hint: "Start it in another terminal: `nx run {project}:serve`. Load tests that Nx runs start it themselves.",
  },
  "load/server-not-given": {
    severity: "error",
    message:
      "Nobody said where the server of `{project}` is: only its load tests are generated, so Nx cannot start it.",
    hint: "Start it and name it: --server=http://127.0.0.1:8080.",
  },
  "load/server-silent": {
    severity: "error",
    message: "Nobody answers at {url}: {reason}. No load was sent.",
    hint: "Start the server, or mend the address.",
  },
  "load/server-is-a-stranger": {
    severity: "error",
    message:
      "What answers at {url} is not the server of `{project}` that Specline started: {reason}. No load was sent to it.",
    hint: "Start the server again: `nx run {project}:serve`. To measure another server, name it: `nx run {project}:load --server=…`.",
  },
  "load/stopped-waiting": {
    severity: "error",
    message: "{test} was stopped before it was its turn; nothing was measured.",
    hint: "Run it again. Load tests of one machine run one after the other.",
  },
  "load/lock-port-taken": {
    severity: "error",
    message: "Load tests of a machine take turns by listening on 127.0.0.1:{port}, and another program listens there.",
    hint: "End that program for the time of the load test.",
  },
} as const satisfies Record<string, CatalogEntry>;
