"""Reads OData filters with independent parsers: a JSON line in, [reader, text], and a JSON line out, the tree."""

import json
import sys


def pyslet(text):
    from pyslet.odata2 import core

    parser = core.Parser(text)
    return pyslet_tree(parser.require_production_end(parser.parse_common_expression(), "filter"), core)


def pyslet_tree(node, core):
    if isinstance(node, core.LiteralExpression):
        return pyslet_literal(node.value)
    if isinstance(node, core.PropertyExpression):
        return ["field", node.name]
    operands = [pyslet_tree(operand, core) for operand in node.operands]
    if isinstance(node, core.CallExpression):
        return ["call", core.Method.to_str(node.method), *operands]
    operator = core.Operator.to_str(node.operator)
    if operator == "member":
        return ["field", operands[0][1] + "/" + operands[1][1]]
    return [operator, *operands]


def pyslet_literal(value):
    from pyslet.odata2 import csdl as edm

    kind = edm.SimpleType.to_str(value.type_code) if value.type_code is not None else None
    if kind is None or value.value is None:
        return ["null"]
    plain = value.value
    if kind == "Edm.String":
        return ["text", plain]
    if kind == "Edm.Boolean":
        return ["boolean", plain]
    if kind in ("Edm.Int32", "Edm.Int64", "Edm.Decimal"):
        return [{"Edm.Int32": "int", "Edm.Int64": "long", "Edm.Decimal": "decimal"}[kind], str(plain)]
    if kind in ("Edm.Double", "Edm.Single"):
        return [kind[4:].lower(), repr(plain)]
    if kind == "Edm.Guid":
        return ["guid", str(plain)]
    if kind == "Edm.Binary":
        return ["binary", plain.hex() if plain else ""]  # X'' gives an empty text.
    if kind in ("Edm.DateTime", "Edm.DateTimeOffset"):
        century, decade, month, day = plain.date.century, plain.date.year, plain.date.month, plain.date.day
        hour, minute, second = plain.time.hour, plain.time.minute, plain.time.second
        fraction = f"{second % 1:.7f}"[1:].rstrip("0").rstrip(".")
        written = f"{century:02}{decade:02}-{month:02}-{day:02}T{hour:02}:{minute:02}:{int(second):02}{fraction}"
        if kind == "Edm.DateTime":
            return ["datetime", written]
        sign, minutes = plain.time.get_zone()
        zone = "Z" if sign == 0 else f"{'+' if sign > 0 else '-'}{minutes // 60:02}:{minutes % 60:02}"
        return ["datetimeOffset", written + zone]
    raise ValueError(f"a literal of kind {kind}")


def odata_query(text):
    from odata_query.grammar import ODataLexer, ODataParser

    return odata_query_tree(ODataParser().parse(ODataLexer().tokenize(text)))


def odata_query_tree(node):
    from odata_query import ast

    of = odata_query_tree
    kinds = {ast.GUID: "guid", ast.Date: "date", ast.Time: "time", ast.DateTime: "datetimeOffset"}
    kinds |= {ast.Duration: "duration", ast.String: "text", ast.Integer: "number", ast.Float: "number"}
    words = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Mod: "mod"}
    words |= {ast.Eq: "eq", ast.NotEq: "ne", ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge"}
    words |= {ast.And: "and", ast.Or: "or", ast.Not: "not", ast.USub: "negate"}
    if isinstance(node, ast.Null):
        return ["null"]
    if isinstance(node, ast.Boolean):
        return ["boolean", node.val == "true"]
    if type(node) in kinds:
        return [kinds[type(node)], node.val]
    if isinstance(node, ast.Identifier):
        return ["field", node.full_name()]
    if isinstance(node, ast.Attribute):
        return ["field", of(node.owner)[1] + "/" + node.attr]
    if isinstance(node, ast.Compare) and isinstance(node.comparator, ast.In):
        return ["in", of(node.left), *map(of, node.right.val)]
    if isinstance(node, ast.Compare):
        return [words[type(node.comparator)], of(node.left), of(node.right)]
    if isinstance(node, (ast.BinOp, ast.BoolOp)):
        return [words[type(node.op)], of(node.left), of(node.right)]
    if isinstance(node, ast.UnaryOp):
        return [words[type(node.op)], of(node.operand)]
    if isinstance(node, ast.Call):
        return ["call", node.func.full_name(), *map(of, node.args)]
    if isinstance(node, ast.CollectionLambda):
        quantifier = type(node.operator).__name__.lower()
        inner = node.lambda_
        return [quantifier, of(node.owner)[1], *([inner.identifier.full_name(), of(inner.expression)] if inner else [])]
    raise ValueError(f"a node of kind {type(node).__name__}")


def odatapy(text):
    from odatapy.server.uri.expression_parser import ExpressionParser

    return odatapy_tree(ExpressionParser.parse_string(text))


def odatapy_tree(node):
    from odatapy.server.uri import expression as e

    of = odatapy_tree
    kinds = {"Edm.Guid": "guid", "Edm.Date": "date", "Edm.TimeOfDay": "time", "Edm.DateTimeOffset": "datetimeOffset"}
    if isinstance(node, e.Literal):
        if node.type_name == "Edm.Null":
            return ["null"]
        if node.type_name in ("Edm.String", "Edm.Boolean"):
            return [{"Edm.String": "text", "Edm.Boolean": "boolean"}[node.type_name], node.value]
        if node.type_name == "Edm.Binary":
            return ["binary", bytes(node.value).hex()]
        if node.type_name == "Edm.Duration":
            return ["duration", node.text[len("duration'") : -1]]
        return [kinds.get(node.type_name, "number"), node.text]
    if isinstance(node, e.Enumeration):
        return ["enumValue", node.type_name, ",".join(node.values)]
    if isinstance(node, e.TypeLiteral):
        return ["type", node.type_name]
    if isinstance(node, e.LambdaReference):
        return ["field", node.name]
    if isinstance(node, e.Member):
        start = [node.lambda_variable] if node.lambda_variable else ["$it"] if node.is_it else []
        path = "/".join([*start, *node.path, *(["$count"] if node.count else [])])
        inner = node.lambda_expression
        if inner is None:
            return ["field", path]
        return [inner.kind, path, *([inner.variable, of(inner.body)] if inner.variable else [])]
    if isinstance(node, e.Unary):
        return ["not" if node.operator is e.UnaryOperatorKind.NOT else "negate", of(node.operand)]
    if isinstance(node, e.Binary):
        if node.operator is e.BinaryOperatorKind.IN:
            return ["in", of(node.left), *map(of, node.right.items)]
        return [node.operator.value, of(node.left), of(node.right)]
    if isinstance(node, e.Method):
        return ["call", node.method.value, *map(of, node.parameters)]
    raise ValueError(f"a node of kind {type(node).__name__}")


READERS = {"pyslet": pyslet, "odata-query": odata_query, "odatapy": odatapy}

for line in sys.stdin:
    reader, text = json.loads(line)
    try:
        answer = {"tree": READERS[reader](text)}
    except Exception as error:  # What a reader cannot read is an answer too.
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer))
