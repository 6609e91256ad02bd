import Documents
import XMLTree

/// A body as data.
struct ReadBody: Sendable, Hashable {
    var value: Value
    var kind: Route.BodyKind
    var graph: GraphDocument?
    var cdata: Set<String>?

    /// Whether every scalar is text, whatever it means.
    var isTextual: Bool { [.form, .xml, .text, .multipart].contains(kind) }
}

/// Reads the bodies of requests.
enum BodyReader {
    /// Reads a body as one of the kinds that a route takes.
    static func read(_ request: SandboxRequest, as route: Route) -> Result<ReadBody, Refusal> {
        let kinds = route.bodies.isEmpty ? [.none] : route.bodies
        let type = (request.header("content-type") ?? "").lowercased()
        guard let kind = kinds.first(where: { accepts($0, type) }) else {
            return .failure(
                Refusal("wrong-type", "The content type \(type.isEmpty ? "is missing" : type + " is not accepted").")
            )
        }
        let outer = read(request.body, as: kind, type: type)
        guard let inner = route.inner, case .success(let body) = outer else { return outer }
        guard let text = body.value[inner.field]?.text else {
            return .failure(Refusal("unreadable", "The field \(inner.field) is missing."))
        }
        return read(Array(text.utf8), as: inner.kind, type: "")
    }

    private static func accepts(_ kind: Route.BodyKind, _ type: String) -> Bool {
        switch kind {
        case .json, .graphql: type.hasPrefix("application/json") || type.contains("+json")
        case .form: type.hasPrefix("application/x-www-form-urlencoded")
        case .multipart: type.hasPrefix("multipart/form-data")
        case .xml: type.contains("xml")
        case .text, .none: true
        }
    }

    private static func read(_ bytes: [UInt8], as kind: Route.BodyKind, type: String) -> Result<ReadBody, Refusal> {
        switch kind {
        case .none: return .success(ReadBody(value: .null, kind: .none))
        case .text:
            let text = String(decoding: bytes, as: UTF8.self)
            return .success(ReadBody(value: .object(["text": .text(text)]), kind: .text))
        case .json:
            guard let value = JSON.parse(bytes) else { return .failure(Refusal("unreadable", "The body is no JSON.")) }
            return .success(ReadBody(value: value, kind: .json))
        case .graphql:
            guard let value = JSON.parse(bytes), let query = value["query"]?.text else {
                return .failure(Refusal("unreadable", "The body is no JSON object with a query."))
            }
            do throws(GraphFault) {
                let graph = try GraphDocument(query, operationName: value["operationName"]?.text)
                return .success(ReadBody(value: value["variables"] ?? .object([:]), kind: .graphql, graph: graph))
            } catch {
                return .failure(Refusal("graphql", error.message))
            }
        case .form: return .success(ReadBody(value: form(String(decoding: bytes, as: UTF8.self)), kind: .form))
        case .multipart: return .success(ReadBody(value: multipart(bytes, type), kind: .multipart))
        case .xml:
            do throws(XMLFault) {
                let root = try XML.parse(bytes)
                return .success(ReadBody(value: value(of: root), kind: .xml, cdata: cdataPaths(of: root)))
            } catch {
                return .failure(Refusal("unreadable", error.message))
            }
        }
    }

    /// A form as an object: `a[]` makes a list, `a[b]` an object, a repeated name a list.
    static func form(_ text: String) -> Value {
        PercentCoding.pairs(text).reduce(.object([:])) { adding(.text($1.value), under: $1.name, to: $0) }
    }

    private static func adding(_ value: Value, under name: String, to whole: Value) -> Value {
        let first = name.prefix { $0 != "[" }
        var keys = [String(first)]
        for match in name.dropFirst(first.count).matches(of: /\[([^\]]*)\]/) { keys.append(String(match.output.1)) }
        return add(value, keys[...], whole)
    }

    private static func add(_ value: Value, _ keys: ArraySlice<String>, _ whole: Value?) -> Value {
        guard let key = keys.first else {
            switch whole {
            case nil: return value
            case .list(let list)?: return .list(list + [value])
            case let single?: return .list([single, value])
            }
        }
        if key.isEmpty { return .list((whole?.list ?? []) + [add(value, keys.dropFirst(), nil)]) }
        var members = whole?.object ?? Members()
        members[key] = add(value, keys.dropFirst(), members[key])
        return .object(members)
    }

    private static func multipart(_ bytes: [UInt8], _ type: String) -> Value {
        guard let mark = type.firstMatch(of: /boundary="?([^";]+)"?/)?.output.1 else { return .object([:]) }
        // Boundaries are compared without case because the content type was folded.
        let text = String(decoding: bytes, as: UTF8.self)
        var whole = Value.object([:])
        for part in text.split(separator: "--").map(String.init) where part.lowercased().hasPrefix(mark) {
            guard let gap = part.firstRange(of: "\r\n\r\n") else { continue }
            guard let name = part[..<gap.lowerBound].firstMatch(of: /name="([^"]*)"/)?.output.1 else { continue }
            var content = part[gap.upperBound...]
            if content.hasSuffix("\r\n") { content = content.dropLast() }
            whole = adding(.text(String(content)), under: String(name), to: whole)
        }
        return whole
    }

    /// An element as data: its attributes as `@name`, its elements by name, its text alone when there is nothing else.
    static func value(of element: XMLElement) -> Value {
        let elements = element.elements
        if elements.isEmpty, element.attributes.isEmpty { return .text(element.text) }
        var members = Members()
        for attribute in element.attributes { members["@" + attribute.name] = .text(attribute.value) }
        if elements.isEmpty { members["#text"] = .text(element.text) }
        for child in elements {
            let value = value(of: child)
            switch members[child.name] {
            case nil: members[child.name] = value
            case .list(let list)?: members[child.name] = .list(list + [value])
            case let single?: members[child.name] = .list([single, value])
            }
        }
        return .object(members)
    }

    /// Paths below an element whose text stands in CDATA sections.
    static func cdataPaths(of element: XMLElement, under path: String = "") -> Set<String> {
        element.elements.reduce(into: []) { paths, child in
            let here = path.isEmpty ? child.name : "\(path).\(child.name)"
            if child.isCDATA { paths.insert(here) }
            paths.formUnion(cdataPaths(of: child, under: here))
        }
    }
}

extension Refusal: Error {}
