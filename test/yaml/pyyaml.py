"""Reads `{ json, yaml }` lines from stdin; both have to mean the same to PyYAML's safe loader."""

import json
import sys

import yaml


def same(expected, found):
    """As ==, but True is not 1 and the order of keys counts."""
    if isinstance(expected, dict):
        return (
            isinstance(found, dict)
            and list(expected) == list(found)
            and all(same(value, found[key]) for key, value in expected.items())
        )
    if isinstance(expected, list):
        return isinstance(found, list) and len(expected) == len(found) and all(map(same, expected, found))
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return isinstance(found, (int, float)) and not isinstance(found, bool) and expected == found
    return type(expected) is type(found) and expected == found


def read(text):
    try:
        documents = list(yaml.safe_load_all(text))
    except yaml.YAMLError as error:
        return f"rejected: {error}"
    return documents[0] if len(documents) == 1 else f"{len(documents)} documents"


passed, failed = 0, 0
for line in sys.stdin:
    case = json.loads(line)
    found = read(case["yaml"])
    if same(json.loads(case["json"]), found):
        passed += 1
        continue
    failed += 1
    if failed <= 5:
        print(f"expected {case['json']}\nfound    {ascii(found)}\nin\n{ascii(case['yaml'])}\n")

print(f"PyYAML {yaml.__version__}: {passed} passed, {failed} failed")
sys.exit(1 if failed or not passed else 0)
