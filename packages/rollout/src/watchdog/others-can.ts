import { type DistributionKind, PORTS } from "@quorate/cluster";
import { quote } from "zx/core";
import { OPERATIONS } from "../distribution/operations.ts";

/** Whom a member of etcd asks, on its host, whether the others can do without it. */
export interface OtherMembers {
  readonly distribution: DistributionKind;
  /** Where each of the others tells that it serves. */
  readonly urls: readonly string[];
}

/** Shell that prints whom {@link othersCan} asks: a line each, its own member and the others. */
export function membersLines({ distribution, urls }: OtherMembers): string {
  const { etcd } = OPERATIONS[distribution];
  const own = etcd.askedAt(`https://127.0.0.1:${PORTS.etcdClient.port}`);
  return `printf "%s\\n" own=${own} ${urls.map((url) => quote(`other=${url}`)).join(" ")}`;
}

/**
 * Shell that defines `others_can`: whether the others are a quorum of etcd's voters without this member, by the lines of
 * a file `members` in the folder that it runs in. One that does not serve itself, for ten seconds, is missed by nobody,
 * nor is one where there is no such file; and with two voters there is no quorum without one of them. Defines `said` and
 * `serves` as well.
 */
export function othersCan(distribution: DistributionKind): string {
  const { api, etcd } = OPERATIONS[distribution];
  const others = etcd.answersOthers ? etcd.client : api;
  return `said() { sed -n "s/^$1=//p" "$2" 2>/dev/null | tail -n 1; }
own() { curl --silent --max-time 5 --cacert ${etcd.client.authority} --cert ${etcd.client.certificate} --key ${etcd.client.key} "$@"; }
# At the moment of an election none serves, and may not answer: then it is asked again. curl's 7 is that nobody listens.
serves() {
  for pause in 3 3 3 0; do
    answer=$(own "$1/health")
    [ $? != 7 ] || return 1
    case $answer in *'"health":"true"'* | *'"health": "true"'*) return 0 ;; esac
    sleep $pause
  done
  return 1
}
voters() { own --data '{"linearizable":false}' "$1/v3/cluster/member/list" | tr -d ' \\n' | tr '{' '\\n' | grep -F '"ID":"' | grep -vcF '"isLearner":true'; }
# An apiserver whose members answer nobody beside it has read through its own.
other_serves() { curl --silent --max-time 5 --cacert ${others.authority} --cert ${others.certificate} --key ${others.key} "$1" | grep -q -e '"health": *"true"' -e '^ok$'; }
others_can() {
  [ -s members ] || return 0
  all=$(voters "$(said own members)") asked=1 well=0
  for url in $(sed -n 's/^other=//p' members); do
    asked=$((asked + 1))
    if other_serves "$url"; then well=$((well + 1)); fi
  done
  # Who is about to become a member has no vote yet.
  [ "\${all:-0}" -gt 0 ] || all=$asked
  [ "$well" -lt $((all / 2 + 1)) ] || return 0
  # With two there is no quorum without one of them.
  if [ "$all" -le 2 ] && [ "$well" -eq $((all - 1)) ]; then return 0; fi
  ! serves "$(said own members)"
}
`;
}

/** What {@link unlessMissed} ends with: no code of switch-to-configuration, of systemd, or of ssh. */
export const MISSED = 76;

/** Seconds for which the others are asked: a leader that has just changed is back long before. */
const ASKED_SECONDS = 20;

/** Lines of shell that end with {@link MISSED} where the others can't do without this host's member: nothing is stopped then. */
export function unlessMissed(others: OtherMembers | undefined): readonly string[] {
  if (others === undefined) return [];
  return [
    "(",
    `folder=$(mktemp -d /run/quorate-XXXXXX) && cd "$folder" || exit 0`,
    `trap 'rm -rf "$folder"' EXIT`,
    `${membersLines(others)} >members`,
    `${othersCan(others.distribution)}uptime() { cut -d. -f1 /proc/uptime; }`,
    "began=$(uptime)",
    "until others_can; do",
    `  if [ $(($(uptime) - began)) -ge ${ASKED_SECONDS} ]; then`,
    `    echo "$well of $((all - 1)) other voters serve" >&2`,
    `    exit ${MISSED}`,
    "  fi",
    "  sleep 2",
    "done",
    `) || exit`,
  ];
}
