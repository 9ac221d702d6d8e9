import type { Method } from "../model/operation";

/** Members of a path item that are operations. */
export const methods: readonly Method[] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
