// A client of the API that reads and writes ten times a second, and notes what came of it, a line of JSON each.
// Usage: node client.mjs KUBECONFIG FILE. It ends when it is told to (SIGTERM). Plain JavaScript: it runs in the lab's
// operator's network, by Node.js itself.
import { appendFileSync, readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { parse } from "yaml";

const [, , kubeconfig, file] = process.argv;
const { clusters, users } = parse(readFileSync(kubeconfig, "utf8"));
const { server, "certificate-authority-data": ca } = clusters[0].cluster;
const { "client-certificate-data": cert, "client-key-data": key } = users[0].user;
const bytes = (text) => Buffer.from(text, "base64");
const OBJECT = "/api/v1/namespaces/default/configmaps/rollout-client";
const TICK = 100;
const PATIENCE = 2_000;

let agent = newAgent();
let number = 0;
let ending = false;
process.on("SIGTERM", () => {
  ending = true;
});

const made = await call("POST", "/api/v1/namespaces/default/configmaps", {
  metadata: { name: "rollout-client" },
});
if (![201, 409].includes(made.status)) throw new Error(`the client's object: ${made.status} ${made.body}`);
while (!ending) {
  const began = Date.now();
  const name = `k${number++}`;
  note(began, "write", name, await call("PATCH", OBJECT, { data: { [name]: "1" } }));
  note(Date.now(), "read", name, await call("GET", OBJECT));
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, began + TICK - Date.now())));
}

function newAgent() {
  return new Agent({ keepAlive: true, ca: bytes(ca), cert: bytes(cert), key: bytes(key) });
}

function note(began, kind, name, { status, why }) {
  const line = { at: Date.now(), took: Date.now() - began, kind, name, ok: status === 200, why };
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** One attempt. What could not be answered gets new connections, as a client that retries has. */
function call(method, path, body) {
  return new Promise((resolve) => {
    const failed = (error) => {
      agent.destroy();
      agent = newAgent();
      resolve({ status: 0, body: "", why: error.message });
    };
    const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    const sent = request(`${server}${path}`, { method, agent, headers: { "content-type": type } });
    const timer = setTimeout(() => sent.destroy(new Error("no answer within two seconds")), PATIENCE);
    sent.on("error", failed).on("close", () => clearTimeout(timer));
    sent.on("response", (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (more) => {
        text += more;
      });
      answer.on("error", failed).on("end", () => {
        const why = answer.statusCode < 300 ? undefined : `${answer.statusCode}`;
        resolve({ status: answer.statusCode, body: text, why });
      });
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
