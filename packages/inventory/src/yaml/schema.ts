import type { ScalarTag, Tags } from "yaml";

/**
 * Plain words that YAML 1.1 as it is written takes for a boolean or a number, and PyYAML, which nk3 reads with, for
 * text: a lone letter, and a number with an exponent but without a point or without the exponent's sign.
 */
const TEXT_TO_PYYAML: ScalarTag = {
  tag: "tag:yaml.org,2002:str",
  default: true,
  test: /^(?:[yYnN]|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?[0-9][0-9_]*\.[0-9_]*[eE][0-9]+)$/,
  resolve: (text) => text,
};

/** YAML 1.1 as PyYAML reads it. A date stays as it is written. */
export function pyyamlTags(tags: Tags): Tags {
  return [
    TEXT_TO_PYYAML,
    ...tags.filter((tag) => typeof tag === "string" || !/:(timestamp|binary|omap|pairs|set)$/.test(tag.tag)),
  ];
}
