import { type Cluster, exitOf, failed, type HostName, type Result } from "@quorate/cluster";
import { optionsByNode } from "@quorate/nixos";
import {
  afterBuilding,
  afterLooking,
  type Build,
  type BuiltSystem,
  type BuiltUnits,
  type BuiltVersions,
  beginDeployment,
  builtUnitsCommand,
  type Forecast,
  forecast,
  forecastJson,
  forecastLines,
  leftOutOf,
  leftOutProblem,
  membersNotInFile,
  readBuiltUnits,
  type SystemParts,
  tellServedEnds,
  unbuiltSystems,
  workersAtOnce,
} from "@quorate/rollout";
import { realWorld } from "../deploy/real-world.ts";
import { admit } from "../deploy/refusals.ts";
import { settingsOf, termsOf } from "../deploy/settings.ts";
import type { DeployWorld } from "../deploy/world.ts";
import { buildSystems } from "../hosts/build-systems.ts";
import { judgeOlder } from "../hosts/older.ts";
import { type Looked, withLook } from "../hosts/with-look.ts";
import { loadCluster } from "../machines/load-cluster.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report, tellJson } from "../terminal/report.ts";
import type { PlanOptions } from "./options.ts";

/** `plan [target…]`: says what `deploy` would do, and why. */
export async function plan(options: PlanOptions, context: AppContext): Promise<ExitCode> {
  const loaded = await loadCluster(options.machines, context);
  if (!loaded.ok) return detailed(report(loaded.problems, context), options);
  const { cluster, file } = loaded.value;
  return await planCluster(cluster, file, options, context, realWorld(context));
}

/** The same for a cluster that is loaded already, in any world. */
export async function planCluster(
  cluster: Cluster,
  machinesFile: string,
  options: PlanOptions,
  context: AppContext,
  world: DeployWorld,
): Promise<ExitCode> {
  const seen = await foreseen(cluster, machinesFile, options, context, world);
  if (!seen.ok) return detailed(report(seen.problems, context), options);
  report(seen.warnings ?? [], context);
  const { value } = seen;
  if (context.json) tellJson({ ok: true, plan: forecastJson(value) }, context);
  else for (const line of forecastLines(value)) context.out(line);
  return options.detailedExitcode && value.steps.length > 0 ? CHANGES : EXIT.done;
}

/** With `--detailed-exitcode`, as terraform has it: 2 is a plan that is not empty, so that 1 is every error. */
const CHANGES = 2;

function detailed(code: ExitCode, { detailedExitcode }: PlanOptions): ExitCode {
  return detailedExitcode && code === EXIT.wrongInput ? EXIT.failed : code;
}

async function foreseen(
  cluster: Cluster,
  machinesFile: string,
  options: PlanOptions,
  context: AppContext,
  world: DeployWorld,
): Promise<Result<Forecast>> {
  const atOnce = workersAtOnce(cluster, options.maxUnavailable);
  if (!atOnce.ok) return atOnce;
  const settings = settingsOf(options, machinesFile, context.cwd);
  const { except } = options;
  const request = { names: options.targets, all: options.targets.length === 0, except };
  const admission = await admit(cluster, request, { machinesFile, ...settings }, world, context.now());
  if (!admission.ok) return admission;
  const { value: targets, warnings = [] } = admission;
  const values = optionsByNode(cluster);
  const look = beginDeployment(cluster, targets, values, atOnce.value);
  return await withLook(look, settings, world.run, async ({ paths, observed }): Promise<Result<Forecast>> => {
    // What would be erased is part of the plan: whoever deploys is asked for consent, who plans is not.
    const looked = afterLooking(
      look,
      observed,
      termsOf({
        ...options,
        yes: true,
        erase: targets.map(({ node }) => node.name),
        remove: membersNotInFile(cluster, observed).map(({ id }) => id),
      }),
    );
    if (!looked.ok) return looked;
    const systems = await systemsOf(looked.value, paths, options, world);
    if (!systems.ok) return systems;
    const planned = afterBuilding(looked.value, systems.value.systems);
    if (!planned.ok) return planned;
    const changes = looked.value.nodes.length > 0 && planned.value.stages.length > 0;
    const older = changes ? await judgeOlder(settings, observed, options.allowOlder, world.run) : [];
    if (exitOf(older) !== undefined) return failed(...older);
    const { built, units, versions } = systems.value;
    const told = { built, units, versions };
    const left = leftOutOf(cluster, { ...request, names: [] }).map(leftOutProblem);
    const { targets: planFor } = looked.value.look;
    const outlook = {
      cluster,
      targets: planFor,
      observed,
      ...told,
      options: (name: HostName) => values(name),
    };
    const names = planFor.map(({ node }) => node.name);
    const ends = tellServedEnds(cluster, names, observed, context.now());
    const said = [
      ...left,
      ...ends,
      ...warnings,
      ...(looked.warnings ?? []),
      ...(planned.warnings ?? []),
      ...older,
    ];
    return { ok: true, value: forecast(planned.value, outlook), warnings: said };
  });
}

interface Systems {
  readonly systems: ReadonlyMap<string, BuiltSystem>;
  readonly built: ReadonlyMap<HostName, SystemParts>;
  readonly units: ReadonlyMap<HostName, BuiltUnits>;
  readonly versions: ReadonlyMap<HostName, BuiltVersions>;
}

async function systemsOf(
  build: Build,
  paths: Looked["paths"],
  options: PlanOptions,
  world: DeployWorld,
): Promise<Result<Systems>> {
  if (!options.build || build.nodes.length === 0) {
    const nothing = { built: new Map(), units: new Map(), versions: new Map() };
    return { ok: true, value: { systems: unbuiltSystems(build), ...nothing } };
  }
  const built = await buildSystems(world.run, paths, build.nodes);
  if (!built.ok) return built;
  const parts = [...built.value].flatMap(([name, system]) =>
    system.parts === undefined ? [] : [[name as HostName, system.parts] as const],
  );
  const units = readBuiltUnits(built.value, await world.run(builtUnitsCommand(built.value)));
  const versions = [...built.value].flatMap(([name, system]) =>
    system.versions === undefined ? [] : [[name as HostName, system.versions] as const],
  );
  return {
    ok: true,
    value: { systems: built.value, built: new Map(parts), units, versions: new Map(versions) },
  };
}
