import * as z from "zod";
import { isRecord } from "./record.ts";

/**
 * The fields that a schema takes at a place below `value`, which it was to read: where there are several forms, those of
 * the form that the value says it has, or of the first that has any there. None where the place holds no set of fields.
 */
export function fieldsAt(
  schema: z.core.$ZodType,
  value: unknown,
  steps: readonly (string | number)[],
): readonly string[] {
  if (schema instanceof z.ZodOptional) return fieldsAt(schema.unwrap(), value, steps);
  if (schema instanceof z.ZodUnion) {
    const forms = schema.options.filter((option) => mayBe(option, value));
    return forms.map((option) => fieldsAt(option, value, steps)).find((fields) => fields.length > 0) ?? [];
  }
  const [first, ...rest] = steps;
  if (first === undefined) return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const inner = innerOf(schema, first);
  if (inner === undefined) return [];
  return fieldsAt(
    inner,
    isRecord(value) || Array.isArray(value) ? Reflect.get(value, first) : undefined,
    rest,
  );
}

/** Whether a form is the one of the value's own kind, where it has one. */
function mayBe(option: z.core.$ZodType, value: unknown): boolean {
  const kind = option instanceof z.ZodObject ? option.shape["kind"] : undefined;
  return !(kind instanceof z.ZodType) || (isRecord(value) && kind.safeParse(value["kind"]).success);
}

function innerOf(schema: z.core.$ZodType, step: string | number): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) {
    return Object.hasOwn(schema.shape, step) ? schema.shape[String(step)] : undefined;
  }
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodRecord ? schema.valueType : undefined;
}
