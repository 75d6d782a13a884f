"""Reads texts as nk3 does, by PyYAML: a list of them on standard input as JSON, and what each is on standard output."""

import json
import sys

import yaml


def told(value):
    if isinstance(value, dict):
        return ["map", [[str(key), told(one)] for key, one in value.items()]]
    if isinstance(value, list):
        return ["list", [told(one) for one in value]]
    if value is None:
        return ["nothing"]
    kinds = {bool: "boolean", int: "number", float: "fraction", str: "text"}
    kind = kinds.get(type(value))
    return ["other"] if kind is None else [kind, str(value)]


def read(text):
    try:
        return told(yaml.safe_load(text))
    except (yaml.YAMLError, ValueError, TypeError):
        return ["refused"]


json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
