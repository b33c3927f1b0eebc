"""Reads SCIM filters with scim2-models: a JSON line in, the text, and a JSON line out, the tree."""

import json
import sys

from scim2_models import path as of
from scim2_models import ScimFilter


def tree(node):
    if isinstance(node, of.Present):
        return ["pr", str(node.attr_path)]
    if isinstance(node, of.Comparison):
        return [node.op.value, str(node.attr_path), node.value]
    if isinstance(node, of.Not):
        return ["not", tree(node.expr)]
    if isinstance(node, of.LogicalExpr):
        return [node.op.value, *map(tree, node.terms)]
    if isinstance(node, of.ValuePath):
        return ["complex", str(node.attr_path), tree(node.val_filter)]
    raise ValueError(f"a node of kind {type(node).__name__}")


for line in sys.stdin:
    try:
        answer = {"tree": tree(ScimFilter(json.loads(line)).ast)}
    except Exception as error:  # What the reader cannot read is an answer too.
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer))
