#!/usr/bin/env python3
"""Prints the JSON-LD of an HTML page as extruct reads it: a JSON list.

Usage: read_json_ld.py PAGE.html
"""

import json
import pathlib
import sys

import extruct

page = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
print(json.dumps(extruct.extract(page, syntaxes=["json-ld"])["json-ld"]))
