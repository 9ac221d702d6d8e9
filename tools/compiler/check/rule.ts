import type { Diagnostic } from "../diagnostics/diagnostic";
import type { Database } from "../model/database";
import type { Link } from "../model/link";
import type { SchemasByName } from "../model/properties-of";
import type { Service } from "../model/service";

/** What a rule sees. */
export interface Checked {
  readonly service: Service;
  readonly schemas: SchemasByName;
  readonly database?: Database;
  readonly links: readonly Link[];
}

/** Looks at the model and the links, and says what is wrong. */
export type Rule = (checked: Checked) => readonly Diagnostic[];
