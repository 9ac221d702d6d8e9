// Takes the lock on the port that is given and holds it until it is killed.
require("@swc-node/register");
const { acquireMachineLock } = require("../../../tools/process/machine-lock");

acquireMachineLock({ port: Number(process.argv[2]), holder: "the other one", onWait: () => {} }).then(() => {
  console.log("held");
  setInterval(() => {}, 1_000);
});
