/** The one unit of k3s, on servers and on agents. */
export const K3S_UNIT = "k3s.service";

/** Where k3s keeps what it makes by itself. */
export const K3S_FOLDER = "/var/lib/rancher/k3s";

/** Of a server's: its database, its authorities and what they have signed. */
export const K3S_SERVER: string = `${K3S_FOLDER}/server`;
