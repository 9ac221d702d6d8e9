import type { Operation, PathTemplate } from "../../../model/operation";
import { call } from "../../layout";
import { code, join, member } from "../../text";
import type { Framework } from "../framework";
import { pathParts } from "../path-parts";

export const fastify: Framework = {
  name: "fastify",
  packages: { fastify: "^5.12.8", "@fastify/helmet": "^13.2.0", "@fastify/rate-limit": "^11.2.0" },

  path({ segments }: PathTemplate, parameter) {
    const parts = segments.map((segment) =>
      pathParts(segment)
        .map((part) => (part.kind === "literal" ? part.text.replaceAll(":", "::") : `:${parameter(part.name)}`))
        .join(""),
    );
    return `/${parts.join("/")}`;
  },

  route({ method }: Operation, path, endpoint) {
    return code`${call(code`app${member(method)}`, [path, endpoint])};`;
  },

  mount(calls, prefix) {
    return code`await app.register(
  async (api) => {
    acceptBytes(api);
    replyWithProblems(api, options.renderProblem);
    ${join(calls, "\n")}
  },
  { prefix: options.prefix ?? ${prefix} },
);`;
  },
};
