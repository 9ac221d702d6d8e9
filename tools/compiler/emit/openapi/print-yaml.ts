import { Document, isScalar, visit } from "yaml";
import type { JsonValue } from "../../model/json-value";

/** YAML with short lists of values on one line. */
export function printYaml(value: JsonValue): string {
  // Some readers still take YAML 1.1, where `no` and `on` are no texts.
  const document = new Document(value, { aliasDuplicateObjects: false, compat: "yaml-1.1" });
  visit(document, {
    Seq(_, node) {
      const length = node.items.reduce<number>(
        (sum, item) => sum + (isScalar(item) ? String(item.value).length + 2 : 99),
        0,
      );
      if (length < 80) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 120, flowCollectionPadding: false });
}
