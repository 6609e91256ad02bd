import Documents

import struct FoundationEssentials.Decimal

/// What every part of a role is read with.
extension ObjectReader {
    /// A text that says something; surrounding white space is dropped.
    mutating func words(_ key: String) -> String? {
        guard let found = node(key), let text = text(key) else { return nil }
        return said(text, at: found.location, field: path(of: key))
    }

    /// A text that must be there and say something.
    mutating func requiredWords(_ key: String) -> String? {
        guard let found = required(key), let text = text(key) else { return nil }
        return said(text, at: found.location, field: path(of: key), remedy: "Write it.")
    }

    /// A text of a certain form.
    mutating func words(_ key: String, _ form: Form) -> String? {
        guard let found = node(key), let text = words(key) else { return nil }
        return check(text, form, at: found.location, field: path(of: key)) ? text : nil
    }

    /// One text or a list of texts; nil when absent, which an empty list is not.
    mutating func wordList(_ key: String, _ form: Form? = nil) -> [String]? {
        guard let found = node(key) else { return nil }
        let nodes = found.items ?? [found]
        if found.items == nil, found.text == nil {
            _ = texts(key)
            return nil
        }
        return nodes.enumerated().compactMap { index, node in
            let field = "\(path(of: key))[\(index)]"
            guard let text = node.text else {
                problems.error(
                    "not-text",
                    at: node.location,
                    field: field,
                    "\"\(field)\" must be a single value, not \(node.kind)."
                )
                return nil
            }
            guard let said = said(text, at: node.location, field: field) else { return nil }
            guard let form else { return said }
            return check(said, form, at: node.location, field: field) ? said : nil
        }
    }

    /// One word or a list of words out of several; nil when absent.
    mutating func choices<Choice: RawRepresentable & CaseIterable>(_ key: String, of type: Choice.Type) -> [Choice]?
    where Choice.RawValue == String {
        guard let found = node(key), let texts = wordList(key) else { return nil }
        return texts.enumerated().compactMap { index, word in
            choice(word, at: found.items?[index].location ?? found.location, field: path(of: key), of: type)
        }
    }

    /// A list of objects; nil when absent.
    mutating func objectList<Result>(_ key: String, _ read: (inout ObjectReader) -> Result) -> [Result]? {
        node(key) == nil ? nil : objects(key, read)
    }

    /// A table of texts by name; nil when absent.
    mutating func table(_ key: String) -> [String: String]? {
        guard node(key) != nil else { return nil }
        var table: [String: String] = [:]
        for entry in entries(key) where !entry.value.isNull {
            let field = "\(path(of: key)).\(entry.key)"
            guard let text = entry.value.text else {
                problems.error(
                    "not-text",
                    at: entry.value.location,
                    field: field,
                    "\"\(field)\" must be a single value, not \(entry.value.kind)."
                )
                continue
            }
            table[entry.key] = said(text, at: entry.value.location, field: field)
        }
        return table
    }

    /// A number that is not below zero.
    mutating func amount(_ key: String) -> Decimal? { decimal(key, in: 0...Decimal(1_000_000_000_000)) }

    /// A decimal number within a range.
    mutating func decimal(_ key: String, in range: ClosedRange<Decimal>) -> Decimal? {
        guard let found = node(key), let number = decimal(key) else { return nil }
        guard range.contains(number) else {
            problems.error(
                "out-of-range",
                at: found.location,
                field: path(of: key),
                "\"\(path(of: key))\" is \(number).",
                remedy: "Use a number from \(range.lowerBound) to \(range.upperBound)."
            )
            return nil
        }
        return number
    }

    /// Reports two values that stand in the wrong order.
    func ordered<Bound: Comparable>(_ low: String, _ lower: Bound?, _ high: String, _ upper: Bound?) {
        guard let lower, let upper, lower > upper else { return }
        problems.error(
            "reversed",
            at: node[high]?.location ?? node.location,
            field: path(of: high),
            "\"\(path(of: high))\" is \(upper), below \"\(path(of: low))\", which is \(lower).",
            remedy: "Swap or correct them."
        )
    }

    /// Reports a text that has not the form it must have.
    func check(_ text: String, _ form: Form, at location: SourceLocation, field: String) -> Bool {
        guard let fault = form.fault(in: text) else { return true }
        problems.error(form.code, at: location, field: field, "\"\(text)\" is not \(form.name).", remedy: fault)
        return false
    }

    private func said(
        _ text: String,
        at location: SourceLocation,
        field: String,
        remedy: String = "Leave the key out while the value is unknown."
    ) -> String? {
        let trimmed = text.trimmed
        guard trimmed.isEmpty else { return trimmed }
        problems.error(
            "blank",
            at: location,
            field: field,
            "\"\(field)\" says nothing.",
            remedy: remedy
        )
        return nil
    }
}

extension String {
    /// The text without white space at either end.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
