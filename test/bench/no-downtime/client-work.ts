export interface WorkStatement {
  readonly text: string;
  readonly values?: readonly number[];
}

/** Of every ten: five reads, two updates, a new order, a corrected item, an event. */
const works = [order, orderWithItems, orderWithItems, itemsOf, event, touch, touch, place, correct, record] as const;

/** What a client does next: one statement, or a transaction of several. `random` gives numbers from 0 to below 1. */
export function nextWork(rows: number, random: () => number): readonly WorkStatement[] {
  const work = works[Math.floor(random() * works.length)] ?? order;
  return work(1 + Math.floor(random() * rows), random);
}

type Work = readonly WorkStatement[];

function order(id: number): Work {
  return [statement("SELECT id, status, total FROM orders WHERE id = $1", id)];
}

function orderWithItems(id: number): Work {
  const join = "FROM orders o LEFT JOIN order_items i ON i.order_id = o.id";
  return [statement(`SELECT o.id, o.total, i.quantity, i.price ${join} WHERE o.id = $1`, id)];
}

function itemsOf(id: number): Work {
  return [statement("SELECT id, quantity, price FROM order_items WHERE order_id = $1", id)];
}

function event(id: number): Work {
  return [statement("SELECT id, order_id FROM events WHERE shard = $1 AND id = $2", id % 4, id)];
}

function touch(id: number): Work {
  return [statement("UPDATE orders SET total = total + 1 WHERE id = $1", id)];
}

/** Parent first, as applications do: with a change that locks the child first it makes a deadlock. */
function place(customer: number, random: () => number): Work {
  // Unique among the rows that are there, which have small numbers.
  const number = 2 ** 40 + Math.floor(random() * 2 ** 50);
  return transaction(
    statement(
      "INSERT INTO orders (number, reference, customer_id, status, total) VALUES ($1, $1, $2, 'new', 10)",
      number,
      customer % 50_000,
    ),
    statement("INSERT INTO order_items (order_id, quantity, price) VALUES (currval('orders_id_seq'), 1, 10)"),
  );
}

function correct(id: number): Work {
  return transaction(
    statement("UPDATE order_items SET quantity = quantity + 1 WHERE order_id = $1", id),
    statement("UPDATE orders SET total = total + 1 WHERE id = $1", id),
  );
}

function record(id: number): Work {
  return [statement("INSERT INTO events (shard, order_id) VALUES ($1, $2)", id % 4, id)];
}

function transaction(...statements: Work): Work {
  return [{ text: "BEGIN" }, ...statements, { text: "COMMIT" }];
}

function statement(text: string, ...values: readonly number[]): WorkStatement {
  return { text, values };
}
