import Documents

/// What is wrong with a GraphQL document.
struct GraphFault: Error, Sendable, Hashable {
    let message: String
}

/// The operation of a GraphQL document, as far as a board's stand-in needs it.
struct GraphDocument: Sendable, Hashable {
    /// What a selection asks for.
    indirect enum Selection: Sendable, Hashable {
        case field(name: String, alias: String, arguments: [String: String], [Selection])
        case inline(type: String?, [Selection])
        case spread(String)
    }

    let selections: [Selection]
    let variables: [String]
    let fragments: [String: [Selection]]

    /// Root fields in order.
    var roots: [String] {
        selections.compactMap { if case .field(let name, _, _, _) = $0 { name } else { nil } }
    }

    /// Reads a document.
    ///
    /// - Throws: ``GraphFault`` for broken syntax, an argument that is no variable, an undeclared or unused variable.
    init(_ text: String, operationName: String?) throws(GraphFault) {
        var parser = try GraphParser(text)
        let operations = try parser.document()
        let wanted = operations.filter { operationName == nil || $0.name == operationName }
        guard wanted.count == 1 else {
            throw GraphFault(message: "The document needs exactly one operation of the name asked for.")
        }
        (selections, variables) = (wanted[0].selections, wanted[0].variables)
        fragments = parser.fragments
        let used = parser.used
        for name in used where !variables.contains(name) {
            throw GraphFault(message: "Variable \"$\(name)\" is not defined.")
        }
        for name in variables where !used.contains(name) {
            throw GraphFault(message: "Variable \"$\(name)\" is never used.")
        }
    }

    /// Cuts data to what the document selects, in its order and under its aliases.
    func project(_ data: Value) -> Value { project(data, selections) }

    private func project(_ data: Value, _ selections: [Selection]) -> Value {
        switch data {
        case .list(let list): return .list(list.map { project($0, selections) })
        case .object(let members):
            guard !selections.isEmpty else { return data }
            var out = Members()
            collect(members, selections, &out)
            return .object(out)
        default: return data
        }
    }

    private func collect(_ members: Members, _ selections: [Selection], _ out: inout Members) {
        for selection in selections {
            switch selection {
            case .field(let name, let alias, _, let inner):
                if let value = members[name] { out[alias] = project(value, inner) } else { out[alias] = .null }
            case .inline(let type, let inner):
                if type == nil || members["__typename"] == nil || members["__typename"]?.text == type {
                    collect(members, inner, &out)
                }
            case .spread(let name): collect(members, fragments[name] ?? [], &out)
            }
        }
    }
}

/// Reads GraphQL documents token by token.
struct GraphParser {
    struct Operation {
        let name: String?
        let variables: [String]
        let selections: [GraphDocument.Selection]
    }

    private(set) var fragments: [String: [GraphDocument.Selection]] = [:]
    private(set) var used: Set<String> = []
    private var tokens: ArraySlice<String>
    private var depth = 0

    init(_ text: String) throws(GraphFault) {
        var tokens: [String] = []
        var rest = Substring(text)
        let form =
            /\.\.\.|[A-Za-z_][A-Za-z0-9_]*|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|"(?:[^"\\\n]|\\.)*"|[{}()\[\]:$!=@|&]/
        while !rest.isEmpty {
            rest = rest.drop { $0.isWhitespace || $0 == "," || $0 == "\u{FEFF}" }
            if rest.hasPrefix("#") {
                rest = rest.drop { !$0.isNewline }
                continue
            }
            guard !rest.isEmpty else { break }
            guard let match = rest.prefixMatch(of: form) else {
                throw GraphFault(message: "Syntax Error: Unexpected character \"\(rest.prefix(1))\".")
            }
            tokens.append(String(match.output))
            rest = rest[match.range.upperBound...]
        }
        self.tokens = tokens[...]
    }

    mutating func document() throws(GraphFault) -> [Operation] {
        var operations: [Operation] = []
        while let token = tokens.first {
            switch token {
            case "{": operations.append(Operation(name: nil, variables: [], selections: try selectionSet()))
            case "query", "mutation", "subscription":
                tokens.removeFirst()
                operations.append(try operation())
            case "fragment":
                tokens.removeFirst()
                let name = try take()
                try expect("on")
                _ = try take()
                fragments[name] = try selectionSet()
            default: throw unexpected(token)
            }
        }
        guard !operations.isEmpty else { throw GraphFault(message: "Syntax Error: Unexpected <EOF>.") }
        return operations
    }

    private mutating func operation() throws(GraphFault) -> Operation {
        var name: String?
        if let first = tokens.first, first != "{", first != "(", first != "@" { name = try take() }
        var variables: [String] = []
        if tokens.first == "(" {
            tokens.removeFirst()
            while tokens.first == "$" {
                tokens.removeFirst()
                variables.append(try take())
                try expect(":")
                while let token = tokens.first, token != "$", token != ")" { _ = token; tokens.removeFirst() }
            }
            try expect(")")
        }
        return Operation(name: name, variables: variables, selections: try selectionSet())
    }

    private mutating func selectionSet() throws(GraphFault) -> [GraphDocument.Selection] {
        depth += 1
        defer { depth -= 1 }
        guard depth < 40 else { throw GraphFault(message: "The document nests too deep.") }
        try expect("{")
        var selections: [GraphDocument.Selection] = []
        while let token = tokens.first, token != "}" {
            tokens.removeFirst()
            selections.append(token == "..." ? try fragment() : try field(token))
        }
        try expect("}")
        guard !selections.isEmpty else { throw unexpected("}") }
        return selections
    }

    private mutating func fragment() throws(GraphFault) -> GraphDocument.Selection {
        if tokens.first == "on" {
            tokens.removeFirst()
            return .inline(type: try take(), try selectionSet())
        }
        if tokens.first == "{" { return .inline(type: nil, try selectionSet()) }
        return .spread(try take())
    }

    private mutating func field(_ first: String) throws(GraphFault) -> GraphDocument.Selection {
        guard first.first.map({ $0.isLetter || $0 == "_" }) == true else { throw unexpected(first) }
        var name = first
        if tokens.first == ":" {
            tokens.removeFirst()
            name = try take()
        }
        var arguments: [String: String] = [:]
        if tokens.first == "(" {
            tokens.removeFirst()
            while tokens.first != ")" {
                let argument = try take()
                try expect(":")
                guard tokens.first == "$" else {
                    throw GraphFault(message: "Argument \"\(argument)\" of \"\(name)\" must be given as a variable.")
                }
                tokens.removeFirst()
                let variable = try take()
                used.insert(variable)
                arguments[argument] = variable
            }
            try expect(")")
        }
        let inner = tokens.first == "{" ? try selectionSet() : []
        return .field(name: name, alias: first, arguments: arguments, inner)
    }

    private mutating func take() throws(GraphFault) -> String {
        guard let token = tokens.popFirst() else { throw GraphFault(message: "Syntax Error: Unexpected <EOF>.") }
        guard token.first.map({ $0.isLetter || $0 == "_" }) == true else { throw unexpected(token) }
        return token
    }

    private mutating func expect(_ token: String) throws(GraphFault) {
        guard let found = tokens.popFirst() else { throw GraphFault(message: "Syntax Error: Unexpected <EOF>.") }
        guard found == token else { throw unexpected(found) }
    }

    private func unexpected(_ token: String) -> GraphFault {
        GraphFault(message: "Syntax Error: Unexpected \"\(token)\".")
    }
}
