import { toInteger, toTimestamp } from "../../../generated/runtime/columns.js";
import { explainErrors } from "../../../generated/runtime/database-problem.js";
import { conflict } from "../../../generated/runtime/problem.js";
import type { ReplaceInventory } from "../generated/types.js";

interface InventoryRow {
  readonly product_id: string;
  readonly quantity: number;
  readonly reserved: number;
  readonly updated_at: string;
}

const upsertSql = `
  INSERT INTO inventory AS i (product_id, quantity, reserved)
  VALUES ($1, $2, coalesce($3::int4, 0))
  ON CONFLICT (product_id) DO UPDATE SET quantity = excluded.quantity, reserved = coalesce($3::int4, i.reserved)
  RETURNING product_id, quantity, reserved, updated_at`;

export const replaceInventory: ReplaceInventory = async ({ path, body }, { db, requestId }) => {
  const { productId } = path;
  const work = db
    .query<InventoryRow>({
      name: "replaceInventory",
      text: upsertSql,
      values: [productId, body.quantity, body.reserved],
    })
    .catch((error: unknown) => {
      if (isConstraint(error, "inventory_reserved_is_in_stock")) {
        throw conflict("More pieces are reserved than are in stock.", [
          { field: "body.reserved", message: "is more than the quantity" },
        ]);
      }
      throw error;
    });
  const { rows } = await explainErrors(work, { product_id: "path.productId" });
  const [row] = rows;
  if (row === undefined) throw new Error("the inventory did not come back");
  const data = {
    productId: toInteger(row.product_id),
    quantity: row.quantity,
    reserved: row.reserved,
    updatedAt: toTimestamp(row.updated_at),
  };
  return { status: 200, body: { data, meta: { requestId } } };
};

function isConstraint(error: unknown, name: string): boolean {
  return error instanceof Error && "constraint" in error && error.constraint === name;
}
