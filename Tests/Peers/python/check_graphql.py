#!/usr/bin/env python3
"""Checks GraphQL documents and the requests that carry them.

Usage: check_graphql.py [--schema FILE] DOCUMENT.graphql... [--requests REQUEST.http...]
With a schema, documents are validated against it and each request's variables are coerced to the types it declares.
Without one, documents are parsed, and each request's variables are compared with those its document declares.
Prints {"documents", "requests", "problems": [text]} as JSON.
"""

import argparse
import json
import pathlib

from graphql import GraphQLError, Source, build_schema, get_operation_ast, parse, validate
from graphql.execution.values import get_variable_values
from graphql.language import NonNullTypeNode


def document_problems(text, name, schema):
    try:
        document = parse(Source(text, name))
    except GraphQLError as error:
        return [f"{name}: {error.message}"]
    if schema is None:
        return []
    return [f"{name}: {error.message}" for error in validate(schema, document)]


def variable_problems(body, name, schema):
    document = parse(Source(body["query"], name))
    operation = get_operation_ast(document, body.get("operationName"))
    if operation is None:
        return [f"{name}: the document has no operation, or several and no operationName"]
    given = body.get("variables") or {}
    declared = {definition.variable.name.value: definition for definition in operation.variable_definitions}
    problems = [f"{name}: ${key} is sent and not declared" for key in given if key not in declared]
    if schema is not None:
        found = get_variable_values(schema, operation.variable_definitions, given)
        return problems + ([f"{name}: {error.message}" for error in found] if isinstance(found, list) else [])
    for key, definition in declared.items():
        needed = isinstance(definition.type, NonNullTypeNode) and definition.default_value is None
        if needed and given.get(key) is None:
            problems.append(f"{name}: ${key} is required and not sent")
    return problems


def body_of(path):
    """The GraphQL body of a recorded request, or nothing when the request carries none."""
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    body = text.split("\n\n", 1)[1] if "\n\n" in text else ""
    try:
        value = json.loads(body)
    except ValueError:
        return None
    return value if isinstance(value, dict) and "query" in value else None


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--schema", type=pathlib.Path)
    options.add_argument("documents", nargs="*", type=pathlib.Path)
    options.add_argument("--requests", nargs="*", type=pathlib.Path, default=[])
    options = options.parse_args()
    schema = build_schema(options.schema.read_text(encoding="utf-8")) if options.schema else None
    problems, requests = [], 0
    for path in options.documents:
        problems += document_problems(path.read_text(encoding="utf-8"), str(path), schema)
    for path in options.requests:
        body = body_of(path)
        if body is None:
            continue
        requests += 1
        found = document_problems(body["query"], str(path), schema)
        problems += found or variable_problems(body, str(path), schema)
    print(json.dumps({"documents": len(options.documents), "requests": requests, "problems": problems}))


main()
