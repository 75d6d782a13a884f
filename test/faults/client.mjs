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
const OBJECTS = "/api/v1/namespaces/default/configmaps";
/** Keys of one object: a write costs etcd all of it, and what runs for an hour must not fill it. */
const EACH = 200;
const TICK = 100;
const PATIENCE = 2_000;

let agent = newAgent();
let number = 0;
let ending = false;
process.on("SIGTERM", () => {
  ending = true;
});

let object;
while (!ending) {
  const began = Date.now();
  if (number % EACH === 0) object = await make(`rollout-client-${number / EACH}`);
  const name = `k${number++}`;
  const written = await call("PATCH", object, { data: { [name]: "1" } });
  note(began, "write", name, written);
  const asked = Date.now();
  const read = await call("GET", object);
  // Whoever was told that it is written has to read it, from whichever apiserver answers.
  const forgotten = written.status === 200 && read.status === 200 && !(name in JSON.parse(read.body).data);
  note(asked, "read", name, forgotten ? { status: 0, why: "what was just written is not there" } : read);
  await pause(began + TICK - Date.now());
}

/** Makes an object, until there is one: what is not answered may be there all the same. */
async function make(name) {
  const object = { metadata: { name, labels: { app: "rollout-client" } } };
  for (;;) {
    const began = Date.now();
    const made = await call("POST", OBJECTS, object);
    if ([201, 409].includes(made.status)) return `${OBJECTS}/${name}`;
    note(began, "write", name, made);
    if (ending) process.exit();
    await pause(began + TICK - Date.now());
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
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
