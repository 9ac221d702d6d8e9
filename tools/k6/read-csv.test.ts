import { describe, expect, it } from "vitest";
import { parseCsv, readCsv } from "./read-csv";

describe("parseCsv", () => {
  it.each([
    [
      "a,b\n1,2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "a,b\r\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ['"a,b","c ""d"""\n', [["a,b", 'c "d"']]],
    ['"two\nlines",x\n', [["two\nlines", "x"]]],
    ["a,,\n", [["a", "", ""]]],
    ["", []],
    ["\n\n", []],
  ])("reads %j", (text, rows) => {
    expect(parseCsv(text)).toEqual(rows);
  });
});

describe("readCsv", () => {
  const header = "metric_name,timestamp,metric_value,error_code,expected_response,method,name,status,extra_tags";
  const text = [
    header,
    "http_reqs,1000,1.000000,,true,GET,listPets,200,",
    "http_req_duration,1000,2.5,,true,GET,listPets,200,",
    "http_req_duration,1000,3.5,,true,GET,listPets,200,",
    "http_req_duration,1001,9,1404,false,GET,getPet,404,",
    "http_req_duration,1001,0,1212,false,GET,getPet,0,",
    "script_errors,1001,1,,,,,,",
    "script_errors,1002,1,,,,,,",
    "dropped_iterations,1002,3,,,,,,",
    "data_sent,1002,300,,,,,,",
    "my_counter,1002,300,,,,,,",
    "http_req_duration,1002,5",
  ].join("\n");
  const measurement = readCsv(text, ["script_errors"], true);

  it("groups requests by second, operation and outcome", () => {
    expect(
      measurement.cells.map(({ second, operation, status, errorCode, isExpected, latency }) => [
        second,
        operation,
        status,
        errorCode,
        isExpected,
        latency.count,
        latency.maxUs,
      ]),
    ).toEqual([
      [1000, "listPets", 200, "", true, 2, 3500],
      [1001, "getPet", 404, "1404", false, 1, 9000],
      [1001, "getPet", 0, "1212", false, 1, 0],
    ]);
  });

  it("adds up the counters that are asked for and leaves the others out", () => {
    expect([...measurement.counters].sort()).toEqual([
      ["dropped_iterations", 3],
      ["script_errors", 2],
    ]);
  });
});
