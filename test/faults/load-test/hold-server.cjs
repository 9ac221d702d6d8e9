// Answers on a free port until it is killed, and prints the port first.
const server = require("node:http").createServer((_request, response) => response.end("{}"));
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
